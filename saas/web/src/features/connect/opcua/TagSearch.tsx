import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { look, type Tag } from "../../../api/sources";
import { LookProblem } from "../behind/LookProblem";
import { asked } from "./ServerCard";
import type { FinderProps } from "./TagFinder";
import { TagRow } from "./TagRow";

/** Tags by words of their name or way. */
export function TagSearch({ park, edge, connection, values, taken, onSeen, onChosen }: FinderProps) {
  const { t } = useTranslation();
  const id = useId();
  const [words, setWords] = useState("");
  const searching = useMutation({
    mutationFn: () =>
      look<{ nodes: Tag[]; complete: boolean }>(park, edge, "browse", {
        ...asked(connection),
        search: words,
      }),
    onSuccess: found => onSeen(found.nodes.filter(isVariable).map(tag => tag.node)),
  });
  const found = searching.data;
  const tags = found?.nodes.filter(isVariable) ?? [];
  return (
    <>
      <form
        className="sources-row"
        onSubmit={event => {
          event.preventDefault();
          searching.mutate();
        }}
      >
        <label htmlFor={id}>{t("sources.search")}</label>
        <input
          id={id}
          required
          value={words}
          onChange={event => setWords(event.target.value)}
          data-testid="tag-search"
        />
        <button type="submit" className="button" disabled={searching.isPending}>
          {t(searching.isPending ? "sources.searching" : "sources.search_go")}
        </button>
      </form>
      {searching.error !== null && <LookProblem error={searching.error} />}
      {found && (
        <p className="note" role="status">
          {t(found.complete ? "sources.found" : "sources.found_some", { count: tags.length })}
        </p>
      )}
      <ul className="sources-tags">
        {tags.map(tag => (
          <TagRow
            key={tag.node}
            tag={tag}
            live={values.get(tag.node)}
            isTaken={taken.has(tag.node)}
            onChosen={onChosen}
          />
        ))}
      </ul>
    </>
  );
}

const isVariable = (tag: Tag) => tag.kind === "variable";
