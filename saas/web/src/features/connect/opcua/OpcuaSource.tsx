import { useState } from "react";
import { AntTheme } from "../../../ui/AntTheme";
import { knownSources } from "../behind/config";
import { EdgePick } from "../behind/EdgePick";
import { LookProblem } from "../behind/LookProblem";
import { SourceButtons } from "../behind/SourceButtons";
import { useEdgeConfig } from "../behind/useEdgeConfig";
import { useKept } from "../behind/useKept";
import type { SourceStepProps } from "../source";
import { connectionOf, EMPTY, NO_SECRETS, nameOf, type OpcuaForm } from "./form";
import { ServerCard } from "./ServerCard";
import { TagsStep } from "./TagsStep";
import "../../../styles/edges.css";
import "../../../styles/sources.css";

/** A meter behind an OPC UA server: which gateway, which server, whom to trust, which tags; tried and saved. */
export default function OpcuaSource({ park, device, points, onConfigured, onBack }: SourceStepProps) {
  const [form, setForm] = useKept<OpcuaForm>(`${park}.${device.code}.opcua`, EMPTY);
  const [secrets, setSecrets] = useState(NO_SECRETS);
  /** The connection that answered; another one has to be tried first. */
  const [answered, setAnswered] = useState("");
  const config = useEdgeConfig(park, form.edge);
  const change = (what: Partial<OpcuaForm>) => setForm(before => ({ ...before, ...what }));
  const sources = config.data ? knownSources(config.data, ["opcua"]) : [];
  const connection = connectionOf(form, secrets, sources);
  const name = JSON.stringify(connection);
  return (
    <AntTheme>
      <div className="sources" data-testid="opcua-source">
        <EdgePick
          park={park}
          chosen={form.edge}
          onChosen={edge => edge !== form.edge && change({ edge, known: null })}
        />
        {config.error !== null && <LookProblem error={config.error} onRetry={() => void config.refetch()} />}
        {form.edge && config.data && (
          <ServerCard
            key={form.edge}
            park={park}
            edge={form.edge}
            form={form}
            secrets={secrets}
            sources={sources}
            connection={connection}
            isConnected={answered === name}
            onChange={change}
            onSecrets={what => setSecrets(before => ({ ...before, ...what }))}
            onConnected={() => setAnswered(name)}
          />
        )}
        {form.edge && answered === name && (
          <TagsStep
            park={park}
            edge={form.edge}
            connection={connection}
            wanted={nameOf(form.url)}
            points={points}
            places={form.places}
            onPlaces={places => change({ places })}
            onConfigured={onConfigured}
          />
        )}
      </div>
      <SourceButtons onBack={onBack} onConfigured={onConfigured} />
    </AntTheme>
  );
}
