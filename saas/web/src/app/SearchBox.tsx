import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { client, data } from "../api/calls";
import { loadTerms, matching } from "../features/help/terms";
import { useSession } from "../features/session/session";
import { useFormat } from "../lib/format";
import { usePark } from "../lib/park";
import { useDebounced } from "../lib/useDebounced";
import { addressOf, pagesFor } from "./pages";
import { useLanguage } from "./preferences";

const MOST_PAGES = 6;
const MOST_TERMS = 4;
const WAIT_MS = 150;

interface Found {
  key: string;
  kind: "page" | "point" | "enterprise" | "node" | "edge" | "factor" | "term";
  text: string;
  code: string;
  to: string;
}

/** What is looked for and found. Loaded when somebody looks. */
export default function Box({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { found, isSearching } = useFound(text);
  const go = (one: Found | undefined) => {
    if (!one) return;
    onDone();
    void navigate(one.to);
  };
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt(old => Math.min(found.length - 1, Math.max(0, old + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(found[at]);
    }
  };
  const active = found[at];
  return (
    <>
      <input
        role="combobox"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it is what the dialog was opened for
        autoFocus
        aria-label={t("search.title")}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active && `${id}-${active.key}`}
        placeholder={t("search.hint")}
        maxLength={100}
        value={text}
        onChange={event => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={keys}
        data-testid="search-text"
      />
      {found.length > 0 && (
        <div className="search-list" id={`${id}-list`} role="listbox" aria-label={t("search.title")}>
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input
            <div
              key={one.key}
              id={`${id}-${one.key}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={event => event.preventDefault()}
              onClick={() => go(one)}
              data-testid="search-hit"
              data-kind={one.kind}
            >
              <span>{one.text}</span>
              {one.code !== one.text && <code>{one.code}</code>}
              <span className="unit">{t(`search.kind_${one.kind}`)}</span>
            </div>
          ))}
        </div>
      )}
      <p className="note" role="status">
        {text.trim() !== "" && found.length === 0 && !isSearching ? t("search.none") : t("search.keys")}
      </p>
    </>
  );
}

/** Pages by their names here, the rest by the server, which shows what one may see. */
function useFound(text: string): { found: Found[]; isSearching: boolean } {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const session = useSession();
  const language = useLanguage();
  const format = useFormat(park.timezone);
  const wanted = text.trim();
  const asked = useDebounced(wanted, WAIT_MS);
  const query = useQuery({
    queryKey: ["search", park.code, asked],
    queryFn: () =>
      data(
        client.GET("/api/v1/parks/{park}/search", {
          params: { path: { park: park.code }, query: { q: asked } },
        }),
      ),
    enabled: asked !== "",
    placeholderData: former => former,
  });
  const terms = useQuery({ queryKey: ["glossary"], queryFn: loadTerms, enabled: asked !== "" });
  const words = wanted.toLowerCase().split(/\s+/);
  const root = `/p/${park.code}`;
  const isAdministrator = session.data?.user.is_admin ?? false;
  const pages = pagesFor(role, isAdministrator)
    .map(page => ({
      key: `page-${page.label}`,
      kind: "page" as const,
      text: t(`app.${page.label}`),
      code: page.path,
      to: addressOf(page, park.code),
    }))
    .filter(page => words.every(word => `${page.text} ${page.code}`.toLowerCase().includes(word)));
  const hits = wanted === "" ? [] : (query.data?.hits ?? []);
  const addresses = {
    point: (code: string) => `${root}/places/meter/${code}`,
    enterprise: (code: string) => `${root}/places/enterprise/${code}`,
    node: (code: string) => `${root}/places/node/${code}`,
    edge: () => `${root}/edges`,
    factor: (code: string) => `${root}/factors/${code}`,
  };
  const things = hits.map(hit => ({
    key: `${hit.kind}-${hit.code}`,
    kind: hit.kind,
    text: format.name(hit) || hit.code,
    code: hit.code,
    to: hit.kind === "point" && !hit.has_place ? `${root}/meters/${hit.code}` : addresses[hit.kind](hit.code),
  }));
  const named = wanted === "" ? [] : matching(terms.data ?? [], wanted).slice(0, MOST_TERMS);
  const [mine, other] = language === "zh-CN" ? (["zh", "en"] as const) : (["en", "zh"] as const);
  const meant = named.map(term => ({
    key: `term-${term.en}`.replaceAll(/[^a-z-]/g, "-"),
    kind: "term" as const,
    text: term[mine],
    code: term[other],
    to: `${root}/help?q=${encodeURIComponent(term[mine])}`,
  }));
  return { found: [...pages.slice(0, MOST_PAGES), ...things, ...meant], isSearching: query.isFetching };
}
