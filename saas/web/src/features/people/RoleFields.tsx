import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getEnterprises } from "../../api/enterprises";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { CHOICES, type Choice } from "./roles";

interface Props {
  choice: Choice;
  enterprise: string;
  onChange: (choice: Choice, enterprise: string) => void;
  testId: string;
}

/** A role, and the enterprise that goes with it. */
export function RoleFields({ choice, enterprise, onChange, testId }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  const enterprises = owned.data?.enterprises ?? [];
  return (
    <>
      <label>
        {t("people.role")}
        <select
          value={choice}
          onChange={event => {
            const next = CHOICES.find(item => item === event.target.value) ?? choice;
            onChange(next, enterprise || (enterprises[0]?.code ?? ""));
          }}
          data-testid={`${testId}-role`}
        >
          {CHOICES.map(item => (
            <option key={item} value={item}>
              {t(`people.role_${item}`)}
            </option>
          ))}
        </select>
      </label>
      {(choice === "approver" || choice === "editor") && (
        <label>
          {t("role.enterprise")}
          <select
            value={enterprise}
            required
            onChange={event => onChange(choice, event.target.value)}
            data-testid={`${testId}-enterprise`}
          >
            {enterprises.map(item => (
              <option key={item.code} value={item.code}>
                {format.name(item)}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
