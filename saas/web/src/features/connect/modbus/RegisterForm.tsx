import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../../../api/meters";
import { type Decoded, look } from "../../../api/sources";
import { useFormat } from "../../../lib/format";
import type { Connection } from "../behind/config";
import { LookProblem } from "../behind/LookProblem";
import { Decodings } from "./Decodings";
import { type Counting, chosen, FUNCTIONS, quantityOf, type Register } from "./form";

interface Props {
  park: string;
  edge: string;
  connection: Connection;
  point: MeterPoint;
  unit: number;
  onChosen: (place: Register) => void;
}

const SECONDS = 4;
const MOST = 60;
/** How far what the display shows may be from what is read a little later. */
const NEAR = 0.1;

/** Registers are read twice, and ranked by what they may mean; a click takes type, word order and scale. */
export function RegisterForm({ park, edge, connection, point, unit, onChosen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [device, setDevice] = useState(String(unit));
  const [how, setHow] = useState<Counting>("notation");
  const [address, setAddress] = useState("");
  const [count, setCount] = useState("4");
  const [shown, setShown] = useState("");
  const display = shown.trim() === "" || !Number.isFinite(Number(shown)) ? null : Number(shown);
  const reading = useMutation({
    mutationFn: () =>
      look<Decoded>(park, edge, "decode", {
        connection: { ...connection.section, type: connection.type, name: "decode" },
        unit: Number(device),
        address: how === "notation" ? address : Number(address),
        ...(how !== "notation" && { function: how }),
        count: Number(count),
        seconds: SECONDS,
        quantity: quantityOf(point),
        ...(display !== null && { low: display * (1 - NEAR), high: display * (1 + NEAR) }),
        most: MOST,
      }),
  });
  return (
    <div className="sources-finder">
      <form
        className="sources-register"
        onSubmit={event => {
          event.preventDefault();
          reading.mutate();
        }}
      >
        <h3>{format.name(point)}</h3>
        <div className="sources-row">
          <label htmlFor={`${id}-unit`}>{t("sources.unit_id")}</label>
          <input
            id={`${id}-unit`}
            type="number"
            min={0}
            max={255}
            required
            className="sources-short"
            value={device}
            onChange={event => setDevice(event.target.value)}
            data-testid="modbus-unit"
          />
          <label htmlFor={`${id}-how`}>{t("sources.function")}</label>
          <select
            id={`${id}-how`}
            value={how}
            onChange={event => setHow(event.target.value as Counting)}
            data-testid="modbus-function"
          >
            {FUNCTIONS.map(one => (
              <option key={one} value={one}>
                {t(`sources.functions.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="sources-row">
          <label htmlFor={`${id}-address`}>{t("sources.address")}</label>
          <input
            id={`${id}-address`}
            required
            pattern={how === "notation" ? "[34][0-9]{4,5}" : "[0-9]{1,5}|0[xX][0-9A-Fa-f]{1,4}"}
            className="sources-short"
            placeholder={how === "notation" ? "40001" : "0"}
            value={address}
            onChange={event => setAddress(event.target.value.trim())}
            data-testid="modbus-address"
          />
          <label htmlFor={`${id}-count`}>{t("sources.count")}</label>
          <input
            id={`${id}-count`}
            type="number"
            min={1}
            max={20}
            required
            className="sources-short"
            value={count}
            onChange={event => setCount(event.target.value)}
          />
          <label htmlFor={`${id}-shown`}>{t("sources.display")}</label>
          <input
            id={`${id}-shown`}
            inputMode="decimal"
            className="sources-short"
            value={shown}
            onChange={event => setShown(event.target.value)}
            data-testid="modbus-display"
          />
        </div>
        <p className="note">{t("sources.display_hint")}</p>
        <button type="submit" className="button" disabled={reading.isPending} data-testid="modbus-decode">
          {t(reading.isPending ? "sources.decoding" : "sources.decode", { seconds: SECONDS })}
        </button>
      </form>
      {reading.error !== null && <LookProblem error={reading.error} onRetry={() => reading.mutate()} />}
      {reading.data && (
        <Decodings
          decoded={reading.data}
          point={point}
          onChosen={decoding => reading.data && onChosen(chosen(reading.data, decoding, display))}
        />
      )}
    </div>
  );
}
