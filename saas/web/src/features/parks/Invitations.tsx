import { useTranslation } from "react-i18next";
import type { ParkInvitation } from "../../api/parks";
import { Once } from "../people/Once";

/** The links of people who are new: shown now and never again. */
export function Invitations({ invitations }: { invitations: ParkInvitation[] }) {
  const { t } = useTranslation();
  return (
    <>
      {invitations.map(one =>
        one.token === null ? (
          <p className="note" key={one.login}>
            {t("parks.let_in", { login: one.login })}
          </p>
        ) : (
          <Once
            key={one.login}
            hint={t("people.link_once", { login: one.login })}
            secret={`${location.origin}/invitation#${one.token}`}
            testId="invitation-link"
          />
        ),
      )}
    </>
  );
}
