import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "../../../api/parks";
import { useFormat } from "../../../lib/format";
import { SelectField, type StepProps, TextField } from "./fields";

type Person = DraftAnswers["people"][number];
const CHOICES = ["operator", "verifier", "approver", "editor"] as const;
type Choice = (typeof CHOICES)[number];

const choiceOf = (person: Person): Choice =>
  person.role === "enterprise" ? (person.approves ? "approver" : "editor") : person.role;

export function PeopleStep({ answers, change }: StepProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const people = answers.people;
  const set = (at: number, part: Partial<Person>) =>
    change({ people: people.map((person, i) => (i === at ? { ...person, ...part } : person)) });
  const choose = (at: number, choice: Choice) => {
    const isOfFirm = choice === "approver" || choice === "editor";
    set(at, {
      role: isOfFirm ? "enterprise" : choice,
      approves: choice === "approver",
      enterprise: isOfFirm ? (people[at]?.enterprise ?? answers.enterprises[0]?.code ?? null) : null,
    });
  };
  return (
    <div className="wizard-rows">
      {people.map((person, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while it is typed
        <fieldset className="wizard-row" key={i}>
          <legend className="sr-only">{t("parks.person_number", { number: i + 1 })}</legend>
          <TextField
            label={t("login.login")}
            field={`${i}.login`}
            value={person.login}
            onChange={login => set(i, { login: login.trim().toLowerCase() })}
            testId={`person-login-${i}`}
          />
          <TextField
            label={t("people.name")}
            field={`${i}.name`}
            value={person.name}
            onChange={name => set(i, { name })}
          />
          <SelectField
            label={t("people.role")}
            field={`${i}.role`}
            value={choiceOf(person)}
            options={CHOICES.map(value => ({ value, label: t(`people.role_${value}`) }))}
            onChange={value => choose(i, CHOICES.find(one => one === value) ?? "operator")}
          />
          {person.role === "enterprise" && (
            <SelectField
              label={t("role.enterprise")}
              field={`${i}.enterprise`}
              value={person.enterprise ?? ""}
              options={answers.enterprises.map(firm => ({ value: firm.code, label: format.name(firm) }))}
              onChange={enterprise => set(i, { enterprise })}
            />
          )}
          <button
            type="button"
            className="quiet"
            onClick={() => change({ people: people.filter((_, at) => at !== i) })}
          >
            {t("parks.take_out")}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        className="button"
        onClick={() =>
          change({
            people: [
              ...people,
              {
                login: "",
                name: "",
                role: "operator",
                enterprise: null,
                approves: false,
                locale: i18n.language === "en" ? "en" : "zh-CN",
              },
            ],
          })
        }
        data-testid="person-add"
      >
        {t("parks.add_person")}
      </button>
    </div>
  );
}
