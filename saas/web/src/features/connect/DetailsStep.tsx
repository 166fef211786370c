import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getDevices, type MeterDevice, type MeterPoint } from "../../api/meters";
import { useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Picker } from "../../ui/Picker";
import { Segmented } from "../../ui/Segmented";
import { NewMeter } from "./details/NewMeter";
import { Elsewhere } from "./Elsewhere";
import { StepButtons } from "./StepButtons";
import { SENDING, type Way } from "./ways";

interface Props {
  way: Way;
  device: MeterDevice | null;
  points: MeterPoint[];
  onDevice: (code: string) => void;
  onBack: () => void;
}

/** What the meter is: one that is there already, or a new one. */
export function DetailsStep({ way, device, points, onDevice, onBack }: Props) {
  if (!SENDING.includes(way)) return <Elsewhere way={way as "file" | "manual"} onBack={onBack} />;
  if (device)
    return <Known device={device} points={points} onNext={() => onDevice(device.code)} onBack={onBack} />;
  return <Choose onDevice={onDevice} onBack={onBack} />;
}

interface KnownProps {
  device: MeterDevice;
  points: MeterPoint[];
  onNext: () => void;
  onBack: () => void;
}

/** A meter that is there: what it measures. It is changed on the pages of its points. */
function Known({ device, points, onNext, onBack }: KnownProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const label = useLabels();
  const format = useFormat(park.timezone);
  return (
    <>
      <div className="card">
        <p className="connect-known">
          <strong>{format.name(device)}</strong> <code>{device.code}</code>
          {device.serial && <span className="note">{t("connect.serial_of", { serial: device.serial })}</span>}
        </p>
        <table className="table" data-testid="connect-points">
          <thead>
            <tr>
              <th scope="col">{t("meters.point")}</th>
              <th scope="col">{t("connect.measures")}</th>
              <th scope="col">{t("connect.unit")}</th>
              <th scope="col" className="right">
                {t("meters.multiplier")}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map(point => (
              <tr key={point.code}>
                <th scope="row">
                  <Link to={`/p/${park.code}/meters/${point.code}`}>{format.name(point)}</Link>
                </th>
                <td>
                  {label("carrier", point.carrier)} · {label("quantity", point.quantity)} ·{" "}
                  {label("kind", point.kind)}
                </td>
                <td>{point.unit}</td>
                <td className="right">× {point.multiplier}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <StepButtons onBack={onBack} next={t("connect.next")} onNext={onNext} />
    </>
  );
}

interface ChooseProps {
  onDevice: (code: string) => void;
  onBack: () => void;
}

/** A new meter; or one that is there and sends nothing yet. */
function Choose({ onDevice, onBack }: ChooseProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [isKnown, setKnown] = useState(false);
  const [code, setCode] = useState("");
  const some = useQuery({
    queryKey: ["devices", park.code, "some"],
    queryFn: () => getDevices(park.code, { limit: 1 }),
  });
  return (
    <>
      {some.data && some.data.devices.length > 0 && (
        <div className="connect-new">
          <Segmented
            label={t("connect.new_or_known")}
            value={isKnown ? "known" : "new"}
            options={[
              { value: "new", label: t("connect.new_meter") },
              { value: "known", label: t("connect.known_meter") },
            ]}
            onChange={value => setKnown(value === "known")}
          />
        </div>
      )}
      {!isKnown && <NewMeter onDevice={onDevice} onBack={onBack} />}
      {isKnown && (
        <form
          onSubmit={event => {
            event.preventDefault();
            if (code) onDevice(code);
          }}
        >
          <div className="card">
            <Picker
              label={t("connect.device")}
              subject={["devices", park.code]}
              ask={async asked => {
                const found = await getDevices(park.code, asked);
                return { choices: found.devices, cursor: found.cursor };
              }}
              value={code}
              onChange={setCode}
              format={format}
              hint={t("connect.choose_device")}
              testId="connect-device"
              isRequired
            />
          </div>
          <StepButtons onBack={onBack} next={t("connect.next")} />
        </form>
      )}
    </>
  );
}
