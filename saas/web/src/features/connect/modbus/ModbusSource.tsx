import { AntTheme } from "../../../ui/AntTheme";
import { knownSources } from "../behind/config";
import { EdgePick } from "../behind/EdgePick";
import { LookProblem } from "../behind/LookProblem";
import { SourceButtons } from "../behind/SourceButtons";
import { useEdgeConfig } from "../behind/useEdgeConfig";
import { useKept } from "../behind/useKept";
import type { SourceStepProps } from "../source";
import { connectionOf, EMPTY, isSerial, type LineForm, nameOf } from "./form";
import { LineCard } from "./LineCard";
import { RegistersStep } from "./RegistersStep";
import "../../../styles/edges.css";
import "../../../styles/sources.css";

/** A meter on a Modbus or DL/T 645 line: which gateway, which line, which registers or items; tried and saved. */
export default function ModbusSource({ park, device, points, onConfigured, onBack }: SourceStepProps) {
  const [form, setForm] = useKept<LineForm>(`${park}.${device.code}.modbus`, EMPTY);
  const config = useEdgeConfig(park, form.edge);
  const change = (what: Partial<LineForm>) => setForm(before => ({ ...before, ...what }));
  const sources = config.data ? knownSources(config.data, ["modbus", "dlt645"]) : [];
  const connection = connectionOf(form, sources);
  const hasLine = form.known !== null || isSerial(form.line) || (form.host !== "" && form.port !== "");
  return (
    <AntTheme>
      <div className="sources" data-testid="modbus-source">
        <EdgePick
          park={park}
          chosen={form.edge}
          onChosen={edge => edge !== form.edge && change({ edge, known: null })}
        />
        {config.error !== null && <LookProblem error={config.error} onRetry={() => void config.refetch()} />}
        {form.edge && config.data && <LineCard form={form} sources={sources} onChange={change} />}
        {form.edge && config.data && hasLine && (
          <RegistersStep
            key={`${form.edge} ${connection.type}`}
            park={park}
            edge={form.edge}
            device={device}
            connection={connection}
            wanted={nameOf(form)}
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
