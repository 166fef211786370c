import { useTranslation } from "react-i18next";
import type { TariffSchedule, TariffVersion } from "../../../api/types";
import { PERIODS, periodColour } from "../figures";
import { minutes } from "./model";

interface Props {
  version: TariffVersion;
  onChange: (part: Partial<TariffVersion>) => void;
}

const DAYS = ["workday", "weekend", "holiday"] as const;
const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);
/** Quarter hours of the day; the end may be 24:00. */
const CLOCKS = Array.from({ length: 97 }, (_, i) => {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(i / 4))}:${two((i % 4) * 15)}`;
});

/** The hours of the periods, by months and kinds of day. */
export function Schedules({ version, onChange }: Props) {
  const { t } = useTranslation();
  const { schedules } = version;
  const put = (i: number, next: TariffSchedule) =>
    onChange({ schedules: schedules.map((item, j) => (i === j ? next : item)) });
  return (
    <fieldset>
      <legend>{t("tariff.hours")}</legend>
      {schedules.map((schedule, i) => (
        <Hours
          // biome-ignore lint/suspicious/noArrayIndexKey: schedules have no name of their own
          key={i}
          number={i + 1}
          schedule={schedule}
          onChange={next => put(i, next)}
          onRemove={() => onChange({ schedules: schedules.filter((_, j) => i !== j) })}
        />
      ))}
      <button
        type="button"
        className="button"
        onClick={() =>
          onChange({
            schedules: [
              ...schedules,
              { months: [], days: [], ranges: [{ start: "00:00", end: "24:00", period: "flat" }] },
            ],
          })
        }
      >
        {t("tariff.add_schedule")}
      </button>
    </fieldset>
  );
}

interface HoursProps {
  number: number;
  schedule: TariffSchedule;
  onChange: (schedule: TariffSchedule) => void;
  onRemove: () => void;
}

function toggled<T>(list: T[], item: T): T[] {
  return list.includes(item) ? list.filter(other => other !== item) : [...list, item];
}

function Hours({ number, schedule, onChange, onRemove }: HoursProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="tariff-schedule">
      <legend>{t("tariff.schedule", { number })}</legend>
      <div className="tariff-checks">
        {MONTHS.map(month => (
          <label key={month}>
            <input
              type="checkbox"
              checked={schedule.months.includes(month)}
              onChange={() =>
                onChange({ ...schedule, months: toggled(schedule.months, month).sort((a, b) => a - b) })
              }
            />
            {t("tariff.month", { month })}
          </label>
        ))}
      </div>
      <div className="tariff-checks">
        {DAYS.map(day => (
          <label key={day}>
            <input
              type="checkbox"
              checked={schedule.days.includes(day)}
              onChange={() => onChange({ ...schedule, days: toggled(schedule.days, day) })}
            />
            {t(`tariff.day.${day}`)}
          </label>
        ))}
      </div>
      <Strip schedule={schedule} />
      <Ranges schedule={schedule} onChange={onChange} />
      <button type="button" className="quiet" onClick={onRemove}>
        {t("tariff.remove_schedule", { number })}
      </button>
    </fieldset>
  );
}

function Strip({ schedule }: { schedule: TariffSchedule }) {
  const sorted = [...schedule.ranges].sort((a, b) => a.start.localeCompare(b.start));
  return (
    <div className="tariff-strip" aria-hidden="true">
      {sorted.map(range => (
        <i
          key={range.start}
          style={{
            width: `${((minutes(range.end) - minutes(range.start)) / 1440) * 100}%`,
            background: periodColour(range.period),
          }}
        />
      ))}
    </div>
  );
}

function Ranges({
  schedule,
  onChange,
}: {
  schedule: TariffSchedule;
  onChange: (schedule: TariffSchedule) => void;
}) {
  const { t } = useTranslation();
  const { ranges } = schedule;
  const put = (i: number, part: Partial<TariffSchedule["ranges"][number]>) =>
    onChange({ ...schedule, ranges: ranges.map((item, j) => (i === j ? { ...item, ...part } : item)) });
  const last = ranges.at(-1);
  return (
    <>
      {ranges.map((range, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a range is edited in its place
        <div className="tariff-range" key={i}>
          <Clock label={t("tariff.start")} value={range.start} onChange={start => put(i, { start })} />–
          <Clock label={t("tariff.end")} value={range.end} onChange={end => put(i, { end })} />
          <select
            aria-label={t("tariff.period")}
            value={range.period}
            onChange={event => put(i, { period: event.target.value as typeof range.period })}
          >
            {PERIODS.map(period => (
              <option key={period} value={period}>
                {t(`costs.period.${period}`)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="quiet"
            aria-label={t("tariff.remove_range", { start: range.start })}
            onClick={() => onChange({ ...schedule, ranges: ranges.filter((_, j) => i !== j) })}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="quiet"
        onClick={() =>
          onChange({
            ...schedule,
            ranges: [...ranges, { start: last?.end ?? "00:00", end: "24:00", period: "flat" }],
          })
        }
      >
        {t("tariff.add_range")}
      </button>
    </>
  );
}

function Clock({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <select aria-label={label} value={value} onChange={event => onChange(event.target.value)}>
      {CLOCKS.map(clock => (
        <option key={clock}>{clock}</option>
      ))}
    </select>
  );
}
