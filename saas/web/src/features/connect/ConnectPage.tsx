import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getMeters } from "../../api/meters";
import { TopSlot } from "../../app/slot";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { ConfirmStep } from "./ConfirmStep";
import { DetailsStep } from "./DetailsStep";
import { HowStep } from "./HowStep";
import { Steps } from "./Steps";
import { isCode, type Place, parametersOf, placeOf, SENDING, type Way } from "./ways";
import "../../styles/meters.css";
import "../../styles/connect.css";

const OpcuaSource = lazy(() => import("./opcua/OpcuaSource"));
const ModbusSource = lazy(() => import("./modbus/ModbusSource"));
const MqttSource = lazy(() => import("./mqtt/MqttSource"));

/** From a meter that nobody knows to its first energy: how, details, source, confirm. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page connect">
      <TopSlot>
        <h1>{t("connect.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/meters`}>{t("meters.title")}</Link>
          <span>{t("connect.title")}</span>
        </nav>
      </header>
      {role === "verifier" && <Empty title={t("app.forbidden")} hint={t("app.forbidden_hint")} />}
      {role !== "verifier" && <Wizard />}
    </div>
  );
}

function Wizard() {
  const { t } = useTranslation();
  const { park } = usePark();
  const [parameters, setParameters] = useSearchParams();
  const place = placeOf(parameters);
  const go = (change: Partial<Place>) => setParameters(parametersOf({ ...place, ...change }));
  const code = place.device ?? "";
  const meter = useQuery({
    queryKey: ["meters", park.code, { device: code }],
    queryFn: () => getMeters(park.code, { device: code }),
    enabled: isCode(code),
  });
  const device = meter.data?.devices[0];
  const points = meter.data?.points ?? [];
  const isKnown = !meter.isLoading && !meter.isLoadingError;
  if (place.device && !device && isKnown)
    return (
      <Empty
        title={t("connect.no_device")}
        hint={t("connect.no_device_hint")}
        action={
          <Link className="button" to={`/p/${park.code}/connect`}>
            {t("connect.from_start")}
          </Link>
        }
      />
    );
  const way = place.way;
  const props = {
    park: park.code,
    points,
    onConfigured: () => go({ step: "confirm" }),
    onBack: () => go({ step: "details" }),
  };
  return (
    <section data-testid="connect">
      <Steps
        at={place.step}
        title={titleOf(t, place)}
        lead={t(`connect.lead.${place.step}`)}
        open={["how", "details", "source"]}
        onGo={step => go({ step })}
      />
      {(place.step === "how" || !way) && (
        <HowStep chosen={way} onChosen={chosen => go({ way: chosen, step: "details" })} />
      )}
      {meter.isLoadingError && <Problem error={meter.error} onRetry={() => void meter.refetch()} />}
      {meter.isLoading && <div className="card skeleton connect-skeleton" />}
      {place.step === "details" && way && isKnown && (
        <DetailsStep
          way={way}
          device={device ?? null}
          points={points}
          onDevice={code => go({ device: code, step: "source" })}
          onBack={() => go({ step: "how" })}
        />
      )}
      {place.step === "source" && way && device && (
        <Late fallback={<div className="card skeleton connect-skeleton" />}>
          {way === "opcua" && <OpcuaSource {...props} device={device} />}
          {way === "modbus" && <ModbusSource {...props} device={device} />}
          {(way === "mqtt" || way === "thingsboard" || way === "sparkplug") && (
            <MqttSource key={way} {...props} device={device} way={way} />
          )}
        </Late>
      )}
      {place.step === "confirm" && way && device && (
        <ConfirmStep device={device} points={points} onBack={() => go({ step: "source" })} />
      )}
    </section>
  );
}

/** What the step asks of whoever is here. */
function titleOf(t: TFunction, { step, way }: Place): string {
  if (step === "how" || !way) return t("connect.title_how");
  if (step === "details") return t(SENDING.includes(way) ? "connect.title_details" : `connect.way.${way}`);
  if (step === "source") return t(`connect.title_source.${way as Exclude<Way, "file" | "manual">}`);
  return t("connect.title_confirm");
}
