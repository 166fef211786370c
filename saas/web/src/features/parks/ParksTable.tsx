import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type ManagedPark, type ParkStateName, parkFileUrl, setParkState } from "../../api/parks";
import { useFormat } from "../../lib/format";
import { Problem } from "../../ui/Problem";
import { CloneForm } from "./CloneForm";
import { DeleteForm } from "./DeleteForm";

const CHIP: Record<ParkStateName, string> = {
  active: "chip chip-good",
  suspended: "chip chip-warn",
  archived: "chip",
};
type Wish = ParkStateName | "deleted" | "cloned";
const WAYS: Record<ParkStateName, ParkStateName[]> = {
  active: ["suspended", "archived"],
  suspended: ["active", "archived"],
  archived: ["active"],
};

/** The parks: where they are, what state they are in, and what an administrator can do with each. */
export function ParksTable({ parks }: { parks: ManagedPark[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<{ park: string; state: Wish } | null>(null);
  return (
    <div className="parks-scroll">
      <table className="table parks-table">
        <thead>
          <tr>
            <th scope="col">{t("app.park")}</th>
            <th scope="col">{t("parks.state")}</th>
            <th scope="col" className="right">
              {t("parks.enterprises")}
            </th>
            <th scope="col" className="right">
              {t("parks.people")}
            </th>
            <th scope="col">{t("parks.actions")}</th>
          </tr>
        </thead>
        <tbody>
          {parks.map(park => (
            <Fragment key={park.code}>
              <tr data-park={park.code} data-state={park.state}>
                <th scope="row">
                  <Link to={`/p/${park.code}/live`}>{format.name(park)}</Link>
                  <span className="term-sub">
                    {park.code} · {park.grid_region} · {park.timezone}
                  </span>
                </th>
                <td>
                  <span className={CHIP[park.state]}>{t(`parks.state_${park.state}`)}</span>
                  {park.state !== "active" && park.state_at !== null && (
                    <span className="term-sub">
                      {t("parks.state_since", {
                        time: format.moment(park.state_at),
                        who: park.state_by,
                        reason: park.state_reason,
                      })}
                    </span>
                  )}
                </td>
                <td className="right">{format.number(park.enterprises)}</td>
                <td className="right">{format.number(park.people)}</td>
                <td>
                  <div className="actions">
                    <a className="quiet" href={parkFileUrl(park.code)} download={`${park.code}.yaml`}>
                      {t("parks.download")}
                    </a>
                    <button
                      type="button"
                      className="quiet"
                      aria-expanded={open?.park === park.code && open.state === "cloned"}
                      onClick={() => setOpen({ park: park.code, state: "cloned" })}
                      data-testid="park-clone"
                    >
                      {t("parks.clone")}
                    </button>
                    {WAYS[park.state].map(state => (
                      <button
                        key={state}
                        type="button"
                        className="quiet"
                        aria-expanded={open?.park === park.code && open.state === state}
                        onClick={() => setOpen({ park: park.code, state })}
                        data-testid={`park-${state}`}
                      >
                        {t(`parks.make_${state}`)}
                      </button>
                    ))}
                    {park.state === "archived" && (
                      <button
                        type="button"
                        className="quiet"
                        aria-expanded={open?.park === park.code && open.state === "deleted"}
                        onClick={() => setOpen({ park: park.code, state: "deleted" })}
                        data-testid="park-deleted"
                      >
                        {t("parks.make_deleted")}
                      </button>
                    )}
                  </div>
                </td>
              </tr>
              {open?.park === park.code && (
                <tr>
                  <td colSpan={5}>
                    <Wanted park={park.code} state={open.state} onDone={() => setOpen(null)} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Wanted({ park, state, onDone }: { park: string; state: Wish; onDone: () => void }) {
  if (state === "deleted") return <DeleteForm park={park} onDone={onDone} />;
  if (state === "cloned") return <CloneForm park={park} onDone={onDone} />;
  return <StateForm key={state} park={park} state={state} onDone={onDone} />;
}

interface StateProps {
  park: string;
  state: ParkStateName;
  onDone: () => void;
}

/** What the other state means, and why it is wanted. */
function StateForm({ park, state, onDone }: StateProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const changing = useMutation({
    mutationFn: () => setParkState(park, state, reason.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["parks"] });
      await client.invalidateQueries({ queryKey: ["session"] });
      onDone();
    },
  });
  return (
    <form
      className="person-form"
      onSubmit={event => {
        event.preventDefault();
        changing.mutate();
      }}
    >
      <p className="note">{t(`parks.means_${state}`)}</p>
      <label>
        {t("parks.reason")}
        <input
          value={reason}
          required
          maxLength={500}
          onChange={event => setReason(event.target.value)}
          data-testid="park-reason"
        />
      </label>
      <button
        type="submit"
        className="button primary"
        disabled={changing.isPending}
        data-testid="park-change"
      >
        {t(`parks.make_${state}`)}
      </button>
      <button type="button" className="button" onClick={onDone}>
        {t("parks.cancel")}
      </button>
      {changing.error && <Problem error={changing.error} />}
    </form>
  );
}
