import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { addressOf, pagesFor } from "../../app/pages";
import { useLanguage } from "../../app/preferences";
import { TopSlot } from "../../app/slot";
import { usePark } from "../../lib/park";
import { useTyped } from "../../lib/useTyped";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { useSession } from "../session/session";
import { loadTerms, matching, type Term } from "./terms";
import "../../styles/meters.css";
import "../../styles/help.css";

/** How figures are made, and the document of the repository that says it in full. */
const METHODS = [
  { code: "park_total", document: "docs/contracts.md" },
  { code: "enterprise_total", document: "docs/contracts.md" },
  { code: "part", document: "docs/metering.md" },
  { code: "intensity", document: "docs/metering.md" },
] as const;
const STUDIES = [
  { page: "drivers", document: "docs/decomposition.md" },
  { page: "pathways", document: "docs/pathways.md" },
  { page: "computed", document: "docs/metering.md" },
] as const;

/** Words, formulas and what each page is for. */
export function Component() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const text = params.get("q") ?? "";
  const [typed, type] = useTyped(text, q => setParams(q ? { q } : {}, { replace: true }));
  return (
    <div className="page help-page">
      <TopSlot>
        <h1>{t("app.help")}</h1>
      </TopSlot>
      <label className="help-search">
        <span>{t("help.search")}</span>
        <input
          type="search"
          maxLength={100}
          value={typed}
          onChange={event => type(event.target.value)}
          data-testid="help-search"
        />
      </label>
      <Terms text={text} />
      <Methods />
      <PageList />
    </div>
  );
}

function Terms({ text }: { text: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["glossary"],
    queryFn: loadTerms,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const shown = matching(found.data ?? [], text);
  return (
    <Card
      title={t("help.terms")}
      summary={<span role="status">{t("help.count", { count: shown.length })}</span>}
    >
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && shown.length === 0 && <Empty title={t("help.none")} hint={t("help.none_hint")} />}
      <dl className="help-terms" data-testid="help-terms">
        {shown.map(term => (
          <Word key={`${term.section} ${term.en}`} term={term} />
        ))}
      </dl>
    </Card>
  );
}

function Word({ term }: { term: Term }) {
  const isChinese = useLanguage() === "zh-CN";
  const [first, second] = isChinese ? [term.zh, term.en] : [term.en, term.zh];
  return (
    <div>
      <dt>
        {first}{" "}
        <span className="note" lang={isChinese ? "en" : "zh-CN"}>
          {second}
        </span>
      </dt>
      <dd>{(isChinese ? term.meaning_zh : term.meaning_en).replaceAll(/[`*]/g, "")}</dd>
    </div>
  );
}

function Methods() {
  const { t } = useTranslation();
  const { park } = usePark();
  const own = new Set(useOwnPages().map(page => page.path));
  return (
    <Card title={t("help.methods")} summary={t("help.methods_sub")}>
      <dl className="help-terms">
        {METHODS.map(({ code, document }) => (
          <div key={code}>
            <dt>{t(`terms.formula.${code}`)}</dt>
            <dd>
              {t(`terms.symbols.${code}`)} <Document name={document} />
            </dd>
          </div>
        ))}
        {STUDIES.filter(({ page }) => own.has(page)).map(({ page, document }) => (
          <div key={page}>
            <dt>
              <Link to={`/p/${park.code}/${page}`}>{t(`app.${page}`)}</Link>
            </dt>
            <dd>
              {t(`help.method.${page}`)} <Document name={document} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Document({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <span className="note">
      {t("help.document")} <code>{name}</code>
    </span>
  );
}

function useOwnPages() {
  const { role } = usePark();
  const { data } = useSession();
  return pagesFor(role, data?.user.is_admin ?? false);
}

function PageList() {
  const { t } = useTranslation();
  const { park } = usePark();
  const own = useOwnPages();
  return (
    <Card title={t("help.pages")} summary={t("help.pages_sub")}>
      <dl className="help-terms" id={useId()}>
        {own.map(page => (
          <div key={page.path}>
            <dt>
              <Link to={addressOf(page, park.code)}>{t(`app.${page.label}`)}</Link>
            </dt>
            <dd>{t(`help.page.${page.label}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
