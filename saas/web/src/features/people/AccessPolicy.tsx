import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getAccessPolicy, type AccessPolicy as Policy, putAccessPolicy } from "../../api/people";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

const ROLES = ["operator", "enterprise", "verifier"] as const;
type Role = Policy["second_factor_roles"][number];

/** Of which roles the park asks a second factor. */
export function AccessPolicy() {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const key = ["access-policy", park.code];
  const query = useQuery({ queryKey: key, queryFn: () => getAccessPolicy(park.code) });
  const saving = useMutation({
    mutationFn: (roles: Role[]) => putAccessPolicy(park.code, { second_factor_roles: roles }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const asked = query.data?.second_factor_roles ?? [];
  const toggle = (role: Role, isOn: boolean) =>
    saving.mutate(isOn ? [...asked, role] : asked.filter(item => item !== role));
  return (
    <Card title={t("factor.policy")} summary={t("factor.policy_sub")}>
      {(query.error || saving.error) && <Problem error={saving.error ?? query.error} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && (
        <div className="policy">
          {ROLES.map(role => (
            <label key={role}>
              <input
                type="checkbox"
                checked={asked.includes(role)}
                disabled={saving.isPending}
                onChange={event => toggle(role, event.target.checked)}
                data-testid={`factor-${role}`}
              />
              {t("factor.policy_role", { role: t(`role.${role}`) })}
            </label>
          ))}
        </div>
      )}
    </Card>
  );
}
