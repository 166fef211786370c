import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../../ui/Card";
import type { Connection } from "../behind/config";
import { KnownServers } from "../opcua/KnownServers";
import { isSerial, LINES, type LineForm, usual } from "./form";

interface Props {
  form: LineForm;
  sources: Connection[];
  onChange: (what: Partial<LineForm>) => void;
}

/** The line to the meter: a network address, or a serial port of the gateway. */
export function LineCard({ form, sources, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Card title={t("sources.line")} summary={t("sources.line_sub")} className="sources-card">
      <KnownServers sources={sources} chosen={form.known} onChosen={known => onChange({ known })} />
      <fieldset className="sources-choices">
        <legend>{t("sources.line_kind")}</legend>
        {LINES.map(line => (
          <label key={line} className="sources-choice">
            <input
              type="radio"
              name="line"
              checked={form.known === null && form.line === line}
              onChange={() => onChange({ ...usual(line), known: null })}
              data-testid={`line-${line}`}
            />
            <span>
              <strong>{t(`sources.line_name.${line}`)}</strong>
              <span className="note">{t(`sources.line_hint.${line}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {form.known === null && !isSerial(form.line) && (
        <div className="sources-row">
          <label htmlFor={`${id}-host`}>{t("sources.host")}</label>
          <input
            id={`${id}-host`}
            value={form.host}
            spellCheck={false}
            autoCapitalize="none"
            placeholder="192.168.1.20"
            onChange={event => onChange({ host: event.target.value.trim() })}
            data-testid="line-host"
          />
          <label htmlFor={`${id}-port`}>{t("sources.port")}</label>
          <input
            id={`${id}-port`}
            className="sources-short"
            inputMode="numeric"
            value={form.port}
            onChange={event => onChange({ port: event.target.value.replace(/\D/g, "") })}
            data-testid="line-port"
          />
        </div>
      )}
      {form.known === null && isSerial(form.line) && (
        <div className="sources-row">
          <label htmlFor={`${id}-device`}>{t("sources.serial_port")}</label>
          <input
            id={`${id}-device`}
            value={form.device}
            spellCheck={false}
            onChange={event => onChange({ device: event.target.value.trim() })}
          />
          <label htmlFor={`${id}-baud`}>{t("sources.baudrate")}</label>
          <input
            id={`${id}-baud`}
            className="sources-short"
            inputMode="numeric"
            value={form.baudrate}
            onChange={event => onChange({ baudrate: event.target.value.replace(/\D/g, "") })}
          />
          <label htmlFor={`${id}-parity`}>{t("sources.parity")}</label>
          <select
            id={`${id}-parity`}
            value={form.parity}
            onChange={event => onChange({ parity: event.target.value as LineForm["parity"] })}
          >
            {(["none", "even", "odd"] as const).map(parity => (
              <option key={parity} value={parity}>
                {t(`sources.parities.${parity}`)}
              </option>
            ))}
          </select>
          <p className="note">{t("sources.serial_hint")}</p>
        </div>
      )}
    </Card>
  );
}
