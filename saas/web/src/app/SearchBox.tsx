import { useQuery } from "@tanstack/react-query";
import { useContext, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { client, data } from "../api/calls";
import { getParks } from "../api/parks";
import type { Membership } from "../api/types";
import { loadTerms, matching } from "../features/help/terms";
import { useSession } from "../features/session/session";
import { useFormat } from "../lib/format";
import { ParkContext } from "../lib/park";
import { withPeriod } from "../lib/period";
import { useDebounced } from "../lib/useDebounced";
import { addressOf, pagesFor, platformPages, startOf } from "./pages";
import { useLanguage } from "./preferences";

const MOST_PAGES = 6;
const MOST_TERMS = 4;
const WAIT_MS = 150;

interface Found {
  key: string;
  kind: "page" | "park" | "point" | "enterprise" | "node" | "edge" | "factor" | "term";
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
  const { found, isSearching, membership } = useFound(text);
  const go = (one: Found | undefined) => {
    if (!one) return;
    onDone();
    void navigate(withPeriod(one.to, location));
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
        placeholder={t(membership ? "search.hint" : "search.hint_platform")}
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
function useFound(text: string): {
  found: Found[];
  isSearching: boolean;
  membership: Membership | undefined;
} {
  const { t } = useTranslation();
  const here = useContext(ParkContext);
  const session = useSession();
  const language = useLanguage();
  const isAdministrator = session.data?.user.is_admin ?? false;
  const memberships = session.data?.memberships ?? [];
  // On the pages of the whole platform what is in the first of one's own parks is found, too.
  const membership = here ?? memberships[0];
  const park = membership?.park.code ?? "";
  const format = useFormat(membership?.park.timezone);
  const wanted = text.trim();
  const asked = useDebounced(wanted, WAIT_MS);
  const query = useQuery({
    queryKey: ["search", park, asked],
    queryFn: () =>
      data(
        client.GET("/api/v1/parks/{park}/search", {
          params: { path: { park }, query: { q: asked } },
        }),
      ),
    enabled: asked !== "" && park !== "",
    placeholderData: former => former,
  });
  const terms = useQuery({ queryKey: ["glossary"], queryFn: loadTerms, enabled: asked !== "" });
  const parks = useQuery({
    queryKey: ["parks"],
    queryFn: () => getParks(),
    enabled: isAdministrator && !here && asked !== "",
  });
  const words = wanted.toLowerCase().split(/\s+/);
  const isMeant = (one: Found) => words.every(word => `${one.text} ${one.code}`.toLowerCase().includes(word));
  const root = `/p/${park}`;
  const named = membership ? pagesFor(membership.role, isAdministrator) : platformPages(isAdministrator);
  const pages = named
    .map(page => ({
      key: `page-${page.label}`,
      kind: "page" as const,
      text: t(`app.${page.label}`),
      code: page.path,
      to: addressOf(page, park),
    }))
    .filter(isMeant);
  const own = new Map(memberships.map(one => [one.park.code, `/p/${one.park.code}/${startOf(one.role)}`]));
  const others = [...memberships.map(one => one.park), ...(parks.data?.parks ?? [])];
  const found = [...new Map(others.map(one => [one.code, one])).values()]
    .filter(one => one.code !== here?.park.code)
    .map(one => ({
      key: `park-${one.code}`,
      kind: "park" as const,
      text: format.name(one) || one.code,
      code: one.code,
      to: own.get(one.code) ?? "/parks",
    }))
    .filter(one => wanted !== "" && isMeant(one));
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
  const meantTerms =
    wanted === "" || !membership ? [] : matching(terms.data ?? [], wanted).slice(0, MOST_TERMS);
  const [mine, other] = language === "zh-CN" ? (["zh", "en"] as const) : (["en", "zh"] as const);
  const meant = meantTerms.map(term => ({
    key: `term-${term.en}`.replaceAll(/[^a-z-]/g, "-"),
    kind: "term" as const,
    text: term[mine],
    code: term[other],
    to: `${root}/help?q=${encodeURIComponent(term[mine])}`,
  }));
  return {
    found: [...pages.slice(0, MOST_PAGES), ...found, ...things, ...meant],
    isSearching: query.isFetching || parks.isFetching,
    membership,
  };
}
