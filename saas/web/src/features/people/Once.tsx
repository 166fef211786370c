import { Copy } from "../../ui/Copy";

/** A secret that is shown now and never again. */
export function Once({ hint, secret, testId }: { hint: string; secret: string; testId: string }) {
  return (
    <output className="shown-once">
      <span>{hint}</span>
      <code className="wrap" data-testid={testId}>
        {secret}
      </code>
      <Copy text={secret} what={hint} />
    </output>
  );
}
