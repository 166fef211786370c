import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { invitePerson } from "../../api/people";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { RoleFields } from "./RoleFields";
import { type Choice, wantedOf } from "./roles";

/** Lets somebody in; who is new gets a link, shown once. */
export function InviteForm({
  onInvited,
}: {
  onInvited: (link: { login: string; token: string } | null) => void;
}) {
  const { t, i18n } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [choice, setChoice] = useState<Choice>("verifier");
  const [enterprise, setEnterprise] = useState("");
  const inviting = useMutation({
    mutationFn: () =>
      invitePerson(park.code, {
        login: login.trim(),
        name: name.trim(),
        locale: i18n.language === "en" ? "en" : "zh-CN",
        ...wantedOf(choice, enterprise),
      }),
    onSuccess: async made => {
      onInvited(made.token === null ? null : { login: made.login, token: made.token });
      setLogin("");
      setName("");
      await client.invalidateQueries({ queryKey: ["people", park.code] });
    },
  });
  return (
    <form
      className="person-form"
      onSubmit={event => {
        event.preventDefault();
        inviting.mutate();
      }}
    >
      <label>
        {t("login.login")}
        <input
          value={login}
          required
          pattern="[a-z0-9][a-z0-9._@\-]{1,62}"
          title={t("people.login_hint")}
          autoCapitalize="none"
          spellCheck={false}
          onChange={event => setLogin(event.target.value)}
          data-testid="invite-login"
        />
      </label>
      <label>
        {t("people.name")}
        <input
          value={name}
          required
          maxLength={100}
          onChange={event => setName(event.target.value)}
          data-testid="invite-name"
        />
      </label>
      <RoleFields
        choice={choice}
        enterprise={enterprise}
        testId="invite"
        onChange={(next, whose) => {
          setChoice(next);
          setEnterprise(whose);
        }}
      />
      <button type="submit" className="button primary" disabled={inviting.isPending} data-testid="invite">
        {t("people.invite")}
      </button>
      {inviting.error && <Problem error={inviting.error} />}
    </form>
  );
}
