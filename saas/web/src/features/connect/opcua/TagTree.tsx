import { Tree } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Level, look, type Tag } from "../../../api/sources";
import { LookProblem } from "../behind/LookProblem";
import { Shown } from "../behind/Shown";
import { asked } from "./ServerCard";
import type { FinderProps } from "./TagFinder";
import { asTried } from "./TagRow";

const ROOT = "i=85";
const PAGE = 100;

/** A node of the tree as it is shown; `more`: stands for the next page below `parent`. */
interface Shoot {
  key: string;
  tag: Tag | null;
  parent: string;
  isLeaf: boolean;
  selectable: boolean;
  children?: Shoot[];
}

/** The server's tree, a level at a time; a variable is chosen with a click or Enter. */
export function TagTree({ park, edge, connection, values, taken, onSeen, onChosen }: FinderProps) {
  const { t } = useTranslation();
  const [levels, setLevels] = useState<ReadonlyMap<string, Level>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const source = JSON.stringify(asked(connection));
  const load = useCallback(
    async (node: string, offset = 0) => {
      try {
        const args = { ...JSON.parse(source), node, offset, limit: PAGE };
        const level = await look<Level>(park, edge, "browse", args);
        setError(null);
        setLevels(before => new Map(before).set(node, joined(before.get(node), level)));
      } catch (found) {
        setError(found);
      }
    },
    [park, edge, source],
  );
  useEffect(() => void load(ROOT), [load]);
  const shoots = useMemo(() => shootsOf(ROOT, levels), [levels]);
  useEffect(() => {
    const tags = [...levels.values()].flatMap(level => level.children);
    onSeen(tags.filter(tag => tag.kind === "variable").map(tag => tag.node));
  }, [levels, onSeen]);
  const choose = (shoot: Shoot) => {
    if (shoot.tag) onChosen(shoot.tag);
    else void load(shoot.parent, levels.get(shoot.parent)?.children.length ?? 0);
  };
  return (
    <>
      {error !== null && <LookProblem error={error} onRetry={() => void load(ROOT)} />}
      {!levels.has(ROOT) && error === null && <div className="skeleton sources-skeleton" />}
      {shoots.length > 0 && (
        <Tree<Shoot>
          className="sources-tree"
          blockNode
          treeData={shoots}
          loadData={({ key }) => load(String(key))}
          selectedKeys={[]}
          onSelect={(_, { node }) => choose(node)}
          titleRender={({ tag, key }) =>
            tag ? (
              <span className="sources-leaf" data-testid="tree-node" data-node={key}>
                <span>{tag.name}</span>
                {tag.kind === "variable" && <Shown tried={values.get(tag.node) ?? asTried(tag)} />}
                {taken.has(tag.node) && <span className="chip chip-good">{t("sources.taken")}</span>}
              </span>
            ) : (
              <span className="sources-more">{t("sources.more")}</span>
            )
          }
        />
      )}
    </>
  );
}

/** A level with its next page; the first page replaces what was there. */
function joined(before: Level | undefined, level: Level): Level {
  if (!before || level.offset === 0) return level;
  return { ...level, offset: 0, children: [...before.children, ...level.children] };
}

/** What is below a node, as far as it was looked at; a tag that stands in two places has a key for each. */
function shootsOf(node: string, levels: ReadonlyMap<string, Level>, above: string[] = []): Shoot[] {
  const level = levels.get(node);
  if (!level || above.includes(node)) return [];
  const shoots = level.children.map(
    (tag): Shoot => ({
      key: tag.node,
      tag,
      parent: node,
      isLeaf: !tag.has_children,
      selectable: tag.kind === "variable",
      ...(levels.has(tag.node) && { children: shootsOf(tag.node, levels, [...above, node]) }),
    }),
  );
  if (level.children.length < level.total)
    shoots.push({ key: `${node}#more`, tag: null, parent: node, isLeaf: true, selectable: true });
  return shoots;
}
