import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkTopic } from "../../../api/devices";
import { Problem } from "../../../ui/Problem";

/** Whether the broker would take the topic that is entered in a device: under MQTT 3.1.1 it tells nobody. */
export function TopicCheck({ park, device }: { park: string; device: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [topic, setTopic] = useState("");
  const asking = useMutation({ mutationFn: () => checkTopic(park, device, topic) });
  const found = asking.data;
  return (
    <form
      className="connect-topic-check"
      onSubmit={event => {
        event.preventDefault();
        asking.mutate();
      }}
    >
      <label htmlFor={id}>{t("connect.topic_check.label")}</label>
      <div className="connect-topic-row">
        <input
          id={id}
          value={topic}
          maxLength={500}
          spellCheck={false}
          autoCapitalize="off"
          onChange={event => {
            setTopic(event.target.value);
            asking.reset();
          }}
          data-testid="topic-check"
        />
        <button type="submit" className="button" disabled={asking.isPending} data-testid="topic-ask">
          {t("connect.topic_check.ask")}
        </button>
      </div>
      {asking.error && <Problem error={asking.error} />}
      <div role="status" data-testid="topic-verdict" data-near={found ? (found.near ?? "ok") : ""}>
        {found && (
          <p className={found.allowed ? "note" : "field-warning"}>
            {found.near
              ? t("connect.topic_check.no", { why: t(`connect.topic_check.near.${found.near}`) })
              : t("connect.topic_check.yes")}
          </p>
        )}
        {found && !found.allowed && (
          <p className="note">
            {t("connect.topic_check.rights")} <code>{found.rights[0]}</code>
          </p>
        )}
      </div>
    </form>
  );
}
