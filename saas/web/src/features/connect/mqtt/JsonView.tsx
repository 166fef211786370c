import { useTranslation } from "react-i18next";
import { pathFor, type Steps, shown } from "./paths";

interface Props {
  text: string;
  dialect: string;
  /** Paths that can be chosen, and the name of the point that each is mapped to. */
  choices: Map<string, string | null>;
  onChoose: (path: string) => void;
}

/** A message as it came; numbers in it are buttons. */
export function JsonView({ text, dialect, choices, onChoose }: Props) {
  const { value, isJson } = shown(text);
  if (!isJson) return <pre className="connect-json">{text}</pre>;
  return (
    <pre className="connect-json" data-testid="json">
      <Node value={value} steps={[]} depth={0} dialect={dialect} choices={choices} onChoose={onChoose} />
    </pre>
  );
}

interface NodeProps extends Omit<Props, "text"> {
  value: unknown;
  steps: Steps;
  depth: number;
}

// As far as the platform looks for values: a device may send anything, and the page has to bear it.
const DEEPEST = 12;
const MOST = { list: 20, object: 200 };

function Node(props: NodeProps) {
  const { t } = useTranslation();
  const { value, steps, depth, dialect, choices, onChoose } = props;
  if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    const all: [string | number, unknown][] = isList
      ? value.map((item, index) => [index, item])
      : Object.entries(value);
    const entries = depth < DEEPEST ? all.slice(0, isList ? MOST.list : MOST.object) : [];
    const isCut = entries.length < all.length;
    const pad = "  ".repeat(depth + 1);
    return (
      <>
        {isList ? "[" : "{"}
        {entries.map(([key, item], index) => (
          <span key={key}>
            {`\n${pad}`}
            {!isList && <span className="connect-key">{`"${key}": `}</span>}
            <Node {...props} value={item} steps={[...steps, key]} depth={depth + 1} />
            {(index < entries.length - 1 || isCut) && ","}
          </span>
        ))}
        {isCut && `\n${pad}…`}
        {`\n${"  ".repeat(depth)}${isList ? "]" : "}"}`}
      </>
    );
  }
  const path = pathFor(dialect, steps);
  const point = choices.get(path);
  if (point === undefined) return <span>{JSON.stringify(value)}</span>;
  return (
    <>
      <button
        type="button"
        className="connect-leaf"
        data-mapped={point !== null}
        data-path={path}
        onClick={() => onChoose(path)}
        aria-label={t("connect.map.take", { value: String(value), path })}
      >
        {JSON.stringify(value)}
      </button>
      {point !== null && <span className="connect-mapped">{` ${point}`}</span>}
    </>
  );
}
