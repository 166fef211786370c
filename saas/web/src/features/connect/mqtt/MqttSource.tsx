import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type BrokerLogin, getLogins, getMessages, type Ladder } from "../../../api/devices";
import { useFormat } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { Problem } from "../../../ui/Problem";
import { LadderCard } from "../ladder/LadderCard";
import { TopicCheck } from "../ladder/TopicCheck";
import { useLadder } from "../ladder/useLadder";
import { StepButtons } from "../StepButtons";
import type { SourceStepProps } from "../source";
import { LoginCard, type LoginLine } from "./LoginCard";
import { MappingCard } from "./MappingCard";
import { SnippetTabs } from "./SnippetTabs";
import { accessOf, addressOf, DIALECTS, type MqttWay } from "./snippets";
import { useSavedMapping } from "./useMapping";

const MESSAGES_MS = 2_000;

/** A meter that speaks to the broker itself: its log-in, what to paste where, and how far its messages come. */
export default function MqttSource(props: SourceStepProps & { way: MqttWay }) {
  const { park, device, points, way, onConfigured, onBack } = props;
  const { t } = useTranslation();
  const { park: place } = usePark();
  const format = useFormat(place.timezone);
  const [login, setLogin] = useState<BrokerLogin | null>(null);
  const { ladder, error, retry } = useLadder(park, device.code, DIALECTS[way]);
  const mapping = useSavedMapping(park, device.code);
  const messages = useQuery({
    queryKey: ["device-messages", park, device.code],
    queryFn: () => getMessages(park, device.code),
    refetchInterval: MESSAGES_MS,
  });
  const logins = useQuery({
    queryKey: ["device-logins", park, device.code],
    queryFn: () => getLogins(park, device.code),
  });
  const births = messages.data?.births ?? [];
  const topics = topicsOf(mapping.data?.topics ?? [], way, park, device.code);
  const topic = topics[0] ?? "";
  const before = logins.data?.logins.find(item => item.until === null);
  const access = login
    ? accessOf(login, topic)
    : before && accessBefore(ladder, before.name, before.client_id, topic);
  const isPlausible = ladder?.rungs.some(rung => rung.rung === "plausible" && rung.state === "ok") ?? false;
  return (
    <>
      <Banner ladder={ladder} />
      {way === "sparkplug" && <NotLossProof park={park} />}
      {mapping.error && <Problem error={mapping.error} onRetry={() => void mapping.refetch()} />}
      <div className="connect-source">
        <div className="connect-source-main">
          <LoginCard
            park={park}
            device={device.code}
            lines={way === "sparkplug" ? nodeLines(park, device.code) : topics.map(item => ["topic", item])}
            login={login}
            onMade={setLogin}
          />
          {access && <SnippetTabs access={access} way={way} device={device} points={points} park={park} />}
        </div>
        <LadderCard
          ladder={ladder}
          error={error}
          onRetry={retry}
          format={format}
          topicCheck={<TopicCheck park={park} device={device.code} />}
        />
      </div>
      {messages.error && <Problem error={messages.error} onRetry={() => void messages.refetch()} />}
      {mapping.data && (
        <MappingCard
          key={way}
          park={park}
          device={device}
          points={points}
          way={way}
          saved={mapping.data}
          messages={messages.data?.messages ?? []}
          births={births}
        />
      )}
      <StepButtons onBack={onBack} next={t("connect.next")} onNext={onConfigured} isBusy={!isPlausible} />
    </>
  );
}

/** What every other way of sending keeps and this one does not. */
function NotLossProof({ park }: { park: string }) {
  const { t } = useTranslation();
  return (
    <div className="connect-loss" data-testid="not-loss-proof">
      <strong>{t("connect.sparkplug.loss")}</strong>
      <p>{t("connect.sparkplug.loss_hint")}</p>
      <p>
        {t("connect.sparkplug.instead")}{" "}
        <Link to={`/p/${park}/connect?how=mqtt&step=details`}>{t("connect.way.mqtt")}</Link>
        {" · "}
        <Link to={`/p/${park}/edges`}>{t("connect.sparkplug.by_edge")}</Link>
      </p>
    </div>
  );
}

/** What a Sparkplug program asks for in place of a topic. */
const nodeLines = (park: string, device: string): LoginLine[] => [
  ["group_id", park],
  ["node_id", device],
  ["host_id", "parkcarbon"],
];

/** A log-in that was made before, as far as it is known: where the broker is, the ladder says. */
function accessBefore(ladder: Ladder | null, username: string, clientId: string, topic: string) {
  const url = ladder?.rungs.find(rung => rung.rung === "listening")?.detail ?? "";
  const address = addressOf(url);
  if (!address.host) return null;
  return { ...address, hasCa: address.isTls, username, clientId, password: null, topic };
}

/** What to publish to in this style; those of the mapping that is there are of its own dialect. */
function topicsOf(topics: string[], way: MqttWay, park: string, device: string): string[] {
  const [first = ""] = topics;
  if (way === "sparkplug") return first.startsWith("spBv1.0/") ? topics : [`spBv1.0/${park}/NDATA/${device}`];
  const root = /^(pc\/v1\/[^/]+\/[^/]+\/device\/[^/]+\/)/.exec(first)?.[1];
  if (!root) return topics;
  if (way === "thingsboard" && !first.includes("v1/gateway") && !first.includes("v1/devices"))
    return [`${root}v1/gateway/telemetry`, `${root}v1/devices/me/telemetry`];
  if (DIALECTS[way] === "fields" && /v1\/(gateway|devices)/.test(first)) return [`${root}telemetry`];
  return topics;
}

/** The one thing to know now. */
function Banner({ ladder }: { ladder: Ladder | null }) {
  const { t } = useTranslation();
  if (!ladder) return null;
  const state = (name: string) => ladder.rungs.find(rung => rung.rung === name)?.state;
  const failed = ladder.rungs.find(rung => rung.state === "failed");
  const kind =
    state("plausible") === "ok" ? "good" : failed ? "bad" : state("topic") === "ok" ? "message" : "waiting";
  return (
    <div className="connect-banner" data-kind={kind} role="status" data-testid="banner">
      <strong>{t(`connect.banner.${kind}`)}</strong>
      <span>{t(`connect.banner.${kind}_hint`)}</span>
    </div>
  );
}
