/** A SHA-256 in groups, so that two people can read it to each other. */
export function Fingerprint({ text }: { text: string }) {
  const groups = text.toUpperCase().match(/.{1,4}/g) ?? [];
  return (
    <p className="sources-fingerprint">
      <span className="note">SHA-256</span> <code>{groups.join(" ")}</code>
    </p>
  );
}
