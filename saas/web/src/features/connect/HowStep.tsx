import { useState } from "react";
import { useTranslation } from "react-i18next";
import { HelpPanel } from "./HelpPanel";
import { StepButtons } from "./StepButtons";
import { SENDING, WAYS, type Way } from "./ways";

/** What each way looks like: a device and how its values travel. */
const PICTURES: Record<Way, string> = {
  // A meter that radiates.
  mqtt: "M8 22h14v14H8zM11 26h8M15 22v-5M24 15a9 9 0 0 1 0 12M28 11a15 15 0 0 1 0 20M33 7a22 22 0 0 1 0 28",
  // A tree of nodes in a server.
  opcua: "M6 8h14v8H6zM28 12h14v8H28zM28 28h14v8H28zM13 16v16h15M13 16h15",
  // Terminals on two wires.
  modbus: "M6 10h10v12H6zM19 10h10v12H19zM32 10h10v12H32zM4 30h40M4 35h40M11 22v8M24 22v13M37 22v8",
  // A box with an antenna that meters hang on.
  thingsboard: "M12 20h24v12H12zM17 26h2M23 26h2M29 26h2M36 20V9M32 12a6 6 0 0 1 8 0M18 32v6M24 32v6M30 32v6",
  // A spark in a circle.
  sparkplug: "M24 6a18 18 0 1 1 0 36 18 18 0 0 1 0-36M26 12l-9 14h7l-2 10 9-14h-7z",
  // A sheet with rows.
  file: "M12 6h17l8 8v28H12zM29 6v8h8M17 22h15M17 28h15M17 34h15M23 19v18",
  // A hand that writes on a bill.
  manual: "M10 8h20v32H10zM15 15h10M15 21h10M15 27h5M42 16 28 30l-2 6 6-2 14-14z",
};

interface Props {
  chosen: Way | null;
  onChosen: (way: Way) => void;
}

/** How readings can come: a card for every way, and questions for whoever does not know which. */
export function HowStep({ chosen, onChosen }: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way | null>(chosen);
  const [isHelping, setHelping] = useState(false);
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (way) onChosen(way);
      }}
    >
      <fieldset className="connect-ways">
        <legend className="sr-only">{t("connect.title_how")}</legend>
        {WAYS.map(item => (
          <label key={item} className="connect-way" data-testid={`way-${item}`}>
            <input
              type="radio"
              name="how"
              value={item}
              required
              checked={item === way}
              onChange={() => setWay(item)}
            />
            <svg viewBox="0 0 48 48" aria-hidden="true">
              <path d={PICTURES[item]} />
            </svg>
            <span className="connect-way-words">
              <strong>{t(`connect.way.${item}`)}</strong>
              <span className="note">{t(`connect.way_hint.${item}`)}</span>
              <span className="connect-way-needs">
                <span className={`chip ${SENDING.includes(item) ? "chip-good" : ""}`}>
                  {t(SENDING.includes(item) ? "connect.live_chip" : "connect.later_chip")}
                </span>
                {t(`connect.way_needs.${item}`)}
              </span>
            </span>
          </label>
        ))}
        <div className="connect-way connect-which">
          <span className="connect-way-words">
            <strong>{t("connect.help.title")}</strong>
            <span className="note">{t("connect.help.lead")}</span>
            <button
              type="button"
              className="button"
              aria-expanded={isHelping}
              onClick={() => setHelping(!isHelping)}
              data-testid="ways-open"
            >
              {t(isHelping ? "connect.help.close" : "connect.help.open")}
            </button>
          </span>
        </div>
      </fieldset>
      {isHelping && (
        <HelpPanel
          onFound={found => {
            setWay(found);
            onChosen(found);
          }}
        />
      )}
      <StepButtons next={t("connect.next")} />
    </form>
  );
}
