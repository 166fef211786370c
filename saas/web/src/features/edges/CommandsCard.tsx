import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commandFile, type Edge, type EdgeCommand, getCommand, postCommand } from "../../api/edges";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Against } from "../connect/behind/Judged";
import { faultNamed, LookFault } from "../connect/behind/LookProblem";
import { connectorsOf, stateOf } from "./state";

interface Props {
  park: string;
  edge: Edge;
  canWrite: boolean;
}

interface Asking {
  kind: "test" | "diagnose";
  args: Record<string, unknown>;
}

/** Looks that the edge takes for us: test a connector's points, or tell everything that helps to find a fault. */
export function CommandsCard({ park, edge, canWrite }: Props) {
  const { t } = useTranslation();
  const names = connectorsOf(stateOf(edge))
    .map(([name]) => name)
    .filter(name => name !== "spool");
  const [chosen, setChosen] = useState("");
  const connector = chosen || names[0] || "";
  const asking = useMutation({
    mutationFn: (what: Asking) => postCommand(park, edge.code, what.kind, what.args),
  });
  const id = asking.data?.id;
  return (
    <Card title={t("edges.commands")} summary={t("edges.commands_sub")} className="edges-wide">
      {canWrite ? (
        <div className="edges-commands">
          <label>
            {t("edges.connector")}{" "}
            <select value={connector} onChange={event => setChosen(event.target.value)}>
              {names.map(name => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <button
            type="button"
            className="button"
            data-testid="command-test"
            disabled={asking.isPending || !connector}
            onClick={() => asking.mutate({ kind: "test", args: { connector } })}
          >
            {t("edges.test")}
          </button>
          <button
            type="button"
            className="button"
            data-testid="command-diagnose"
            disabled={asking.isPending}
            onClick={() => asking.mutate({ kind: "diagnose", args: {} })}
          >
            {t("edges.diagnose")}
          </button>
        </div>
      ) : (
        <p className="note">{t("edges.commands_forbidden")}</p>
      )}
      {asking.error && <Problem error={asking.error} />}
      {id && <Answer park={park} edge={edge.code} id={id} />}
    </Card>
  );
}

function Answer({ park, edge, id }: { park: string; edge: string; id: string }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["edge-command", park, edge, id],
    queryFn: () => getCommand(park, edge, id),
    refetchInterval: ({ state }) =>
      state.data && !["waiting", "sent"].includes(state.data.state) ? false : 1_000,
  });
  const command = query.data;
  return (
    <div className="edges-answer" aria-live="polite" data-testid="command-answer" data-state={command?.state}>
      {query.error && <Problem error={query.error} />}
      {command && (
        <p>
          <span className={`chip ${TONE[command.state]}`}>{t(`edges.command_${command.state}`)}</span>
        </p>
      )}
      {command?.error && <Failed error={command.error} />}
      {command?.state === "done" && (
        <>
          {command.kind === "test" && <Tested command={command} />}
          <a className="button" href={commandFile(park, edge, id)} download data-testid="command-file">
            {t("edges.download")}
          </a>
        </>
      )}
    </div>
  );
}

/** Why a look has no result. */
function Failed({ error }: { error: NonNullable<EdgeCommand["error"]> }) {
  const fault = faultNamed(error.code);
  return (
    <div className="problem" data-testid="command-fault" data-fault={fault ?? error.code}>
      <LookFault fault={fault} words={error.words} said={`${error.message} ${error.remedy}`.trim()} />
    </div>
  );
}

const TONE: Record<EdgeCommand["state"], string> = {
  waiting: "",
  sent: "",
  done: "chip-good",
  failed: "chip-bad",
  expired: "chip-bad",
};

/** What a point said; OPC UA points say more than those of other protocols. */
interface TestedPoint {
  key?: string;
  point?: string;
  address: string;
  value: unknown;
  status: string;
  ok: boolean;
  reasons?: { code: string; text: string }[];
}

function Tested({ command }: { command: EdgeCommand }) {
  const { t } = useTranslation();
  const points = (command.result as { points?: TestedPoint[] }).points ?? [];
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t("edges.key")}</th>
          <th scope="col">{t("edges.address")}</th>
          <th scope="col" className="right">
            {t("edges.value")}
          </th>
          <th scope="col">{t("edges.state")}</th>
        </tr>
      </thead>
      <tbody>
        {points.map(point => (
          <tr key={point.key ?? point.point}>
            <th scope="row">
              <code>{point.key ?? point.point}</code>
            </th>
            <td>
              <code className="edges-words">{point.address}</code>
            </td>
            <td className="right">{point.value === null ? "–" : String(point.value)}</td>
            <td>
              <Against reasons={point.reasons ?? []} status={point.status} ok={point.ok} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
