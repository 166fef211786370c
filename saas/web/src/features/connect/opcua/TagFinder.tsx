import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Tag, Tried } from "../../../api/sources";
import { Segmented } from "../../../ui/Segmented";
import type { Connection } from "../behind/config";
import { TagSearch } from "./TagSearch";
import { TagSuggestions } from "./TagSuggestions";
import { TagTree } from "./TagTree";

export interface FinderProps {
  park: string;
  edge: string;
  connection: Connection;
  /** What tags say now, by node. */
  values: ReadonlyMap<string, Tried>;
  taken: ReadonlySet<string>;
  /** Which nodes are in sight: their values are kept fresh. */
  onSeen: (nodes: string[]) => void;
  onChosen: (tag: Tag) => void;
}

const WAYS = ["suggested", "tree", "search"] as const;
type Way = (typeof WAYS)[number];

/** Three ways to a tag: likely counters, the server's tree, a search by name. */
export function TagFinder(props: FinderProps) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>("suggested");
  const { onSeen } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another way shows other tags
  useEffect(() => onSeen([]), [way]);
  return (
    <div className="sources-finder" data-testid="tag-finder" data-way={way}>
      <Segmented
        label={t("sources.finder")}
        value={way}
        options={WAYS.map(value => ({ value, label: t(`sources.way.${value}`) }))}
        onChange={setWay}
      />
      {way === "suggested" && <TagSuggestions {...props} />}
      {way === "tree" && <TagTree {...props} />}
      {way === "search" && <TagSearch {...props} />}
    </div>
  );
}
