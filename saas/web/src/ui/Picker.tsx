import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { Format } from "../lib/format";
import { useDebounced } from "../lib/useDebounced";
import { useProblemText } from "./Problem";
import { type Choice, limitFor, moved, offered, SHOWN } from "./picking";
import "../styles/picker.css";

/** What the server is asked for. */
export interface Asked {
  q?: string;
  code?: string[];
  limit: number;
}

export interface Found<One> {
  choices: One[];
  cursor: string | null;
}

/** What every picker is told, whatever is picked. */
export interface PickerProps<One> {
  label: string;
  value: string;
  onChange: (code: string, chosen: One) => void;
  format: Format;
  /** Codes that may not be chosen. */
  except?: readonly string[];
  isLabelHidden?: boolean;
  hint?: string | undefined;
  isWrong?: boolean;
  testId?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
}

interface Props<One> extends PickerProps<One> {
  /** Of what kind, in which park, and which are wanted of it. */
  subject: readonly [kind: string, park: string, wanted?: unknown];
  /** Those that are wanted; of a code the one that it names, whichever are wanted. */
  ask: (asked: Asked) => Promise<Found<One>>;
}

const WAIT_MS = 150;
const NONE: readonly string[] = [];

/** One thing by a few letters of its name or code, which the server finds; arrow keys and Enter choose, Escape goes back. */
export function Picker<One extends Choice>(props: Props<One>) {
  const {
    label,
    value,
    onChange,
    format,
    except = NONE,
    isLabelHidden,
    hint,
    isWrong,
    testId,
    isDisabled,
    isRequired,
  } = props;
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [mark, setMark] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const isOpen = text !== null;
  const answer = useChoices(props, text, except);
  const all = offered(answer.data?.choices ?? [], text ?? "", except);
  const found = all.slice(0, SHOWN);
  const at = Math.min(mark, Math.max(0, found.length - 1));
  const marked = answer.isSettled ? found[at] : undefined;
  const [chosen, remember] = useChosen(props);
  const take = (one: One) => {
    remember(one);
    change.current(one.code, one);
  };
  const choose = (one: One | undefined) => {
    if (one) take(one);
    setText(null);
  };
  const change = useRef(onChange);
  useLayoutEffect(() => {
    change.current = onChange;
  });
  const later = useLater(JSON.stringify(props.subject), input);
  // Who writes and presses Enter means what is found then, and may be writing the next one when it comes.
  const chooseLater = async (words: string) => {
    setText(null);
    await later.wait(words, answer.of(words), choices => {
      const those = offered(choices, words, except);
      const one = those[Math.min(mark, those.length - 1)];
      if (one) take(one);
      else if (document.activeElement === input.current) setText(now => now ?? words);
    });
  };
  useEffect(() => {
    if (isOpen && marked) bringIntoList(document.getElementById(`${id}-${marked.code}`));
  }, [id, isOpen, marked]);
  const keys = (event: React.KeyboardEvent) => {
    // They are the input method's, where one is writing.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen)
        setMark(moved(answer.isSettled ? at : mark, event.key, answer.isSettled ? found.length : null));
      else setText("");
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (answer.isSettled) choose(marked);
      else void chooseLater(text);
    } else if (event.key === "Enter" && later.words !== null) {
      event.preventDefault();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      // It closes the list, and not the drawer around the form as well.
      event.stopPropagation();
      setText(null);
    }
  };
  return (
    <div className="field point-picker">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : ""}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && marked ? `${id}-${marked.code}` : undefined}
        aria-invalid={isWrong}
        aria-describedby={hint ? `${id}-hint` : undefined}
        placeholder={t("picker.placeholder")}
        maxLength={200}
        disabled={isDisabled}
        required={isRequired}
        aria-busy={later.words !== null}
        value={text ?? later.words ?? (chosen ? `${format.name(chosen)} · ${chosen.code}` : value)}
        onFocus={event => event.target.select()}
        onClick={() => text === null && setText("")}
        onChange={event => {
          setText(event.target.value);
          setMark(0);
        }}
        onKeyDown={keys}
        onBlur={() => setText(null)}
        data-testid={testId}
      />
      {isOpen && (
        <div className="picker-list" aria-busy={!answer.isSettled}>
          {found.length > 0 && (
            <div id={`${id}-list`} role="listbox" aria-label={label}>
              {found.map(one => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
                // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input
                <div
                  key={one.code}
                  id={`${id}-${one.code}`}
                  role="option"
                  aria-selected={one === marked}
                  // Before the input loses the focus.
                  onMouseDown={event => event.preventDefault()}
                  onClick={() => choose(one)}
                  data-testid="pick"
                  data-point={one.code}
                >
                  <span>{format.name(one)}</span>
                  <code>{one.code}</code>
                  {one.unit && <span className="unit">{one.unit}</span>}
                </div>
              ))}
            </div>
          )}
          <Told answer={answer} count={found.length} hasMore={all.length > SHOWN} />
        </div>
      )}
      {hint && (
        <p className={isWrong ? "field-fault" : "note"} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Scroll the list to an option of it; `scrollIntoView` would move the page, and the field under its head. */
function bringIntoList(option: HTMLElement | null) {
  const list = option?.parentElement;
  if (!list) return;
  const [one, all] = [option.getBoundingClientRect(), list.getBoundingClientRect()];
  list.scrollTop += Math.min(0, one.top - all.top) + Math.max(0, one.bottom - all.bottom);
}

interface Answer<One> {
  data: Found<One> | undefined;
  error: unknown;
  /** It is what is found for the text as it stands. */
  isSettled: boolean;
}

/** What stands below the choices: that there are none or more, are being looked for, or why they did not come. */
function Told<One>({ answer, count, hasMore }: { answer: Answer<One>; count: number; hasMore: boolean }) {
  const { t } = useTranslation();
  const problem = useProblemText(answer.error);
  const text = !answer.isSettled
    ? count === 0 && t("picker.searching")
    : answer.error
      ? `${problem.title} ${problem.remedy}`
      : count === 0
        ? t("picker.none")
        : (hasMore || answer.data?.cursor) && t("picker.more");
  return (
    <p className={answer.isSettled && answer.error ? "field-fault" : "note"} role="status">
      {text}
    </p>
  );
}

/**
 * Choices that wait for their answers: the words of the last, until then. They come in the order in which they were
 * made, are given up where the picker goes away or is of another subject meanwhile, and the form is not sent before.
 */
function useLater(subject: string, input: React.RefObject<HTMLInputElement | null>) {
  const [words, setWords] = useState<string | null>(null);
  const life = useRef(0);
  const waiting = useRef(0);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject gives up what waits
  useEffect(
    () => () => {
      life.current += 1;
      waiting.current = 0;
      setWords(null);
    },
    [subject],
  );
  useEffect(() => {
    const form = input.current?.form;
    if (words === null || !form) return;
    const hold = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    form.addEventListener("submit", hold, true);
    return () => form.removeEventListener("submit", hold, true);
  }, [words, input]);
  const wait = async <Found,>(of: string, answer: Promise<Found>, done: (found: Found) => void) => {
    const mine = life.current;
    waiting.current += 1;
    setWords(of);
    const both = Promise.all([answer, last.current]);
    last.current = both;
    const [found] = await both;
    if (life.current !== mine) return;
    waiting.current -= 1;
    // At once: the next choice is added to what this one has made of the form.
    flushSync(() => {
      if (waiting.current === 0) setWords(null);
      done(found);
    });
  };
  return { words, wait };
}

/** What the server finds for what is being written. */
function useChoices<One>({ subject, ask }: Props<One>, text: string | null, except: readonly string[]) {
  const client = useQueryClient();
  const wanted = (text ?? "").trim();
  const debounced = useDebounced(wanted, WAIT_MS);
  // All there is is asked for at once, when the list opens.
  const q = wanted === "" ? "" : debounced;
  const limit = limitFor(except);
  const key = JSON.stringify(subject);
  const by = (q: string) => ({
    queryKey: [...subject, "choices", q, limit],
    queryFn: () => ask({ ...(q && { q }), limit }),
  });
  const query = useQuery({
    ...by(q),
    enabled: text !== null,
    // What is found for a part of the text, until the answer is here; but none that is not wanted any more.
    placeholderData: (former, of) =>
      JSON.stringify(of?.queryKey.slice(0, subject.length)) === key ? former : undefined,
  });
  const isSettled = q === wanted && !query.isPlaceholderData && (query.isSuccess || query.isError);
  /** What is found for a text; nothing where the answer does not come. */
  const of = (words: string) =>
    client.fetchQuery(by(words.trim())).then(
      found => found.choices,
      () => [],
    );
  return { data: query.data, error: query.error, isSettled, of };
}

/** What is chosen, with its name: as it was chosen here, or as the server names the code. */
function useChosen<One extends Choice>({ value, subject, ask }: Props<One>) {
  const [picked, setPicked] = useState<One>();
  const isKnown = picked?.code === value;
  const query = useQuery({
    queryKey: [...subject.slice(0, 2), "code", value],
    queryFn: () => ask({ code: [value], limit: 1 }),
    enabled: value !== "" && !isKnown,
  });
  return [isKnown ? picked : query.data?.choices[0], setPicked] as const;
}
