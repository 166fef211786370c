/** Answers that were asked for before the first code ran, as whoever was logged in then (src/first-paint.js). */
const LINKS = 'link[rel="preload"][as="fetch"]';

/** Take them and throw them away: each is used once, also a refusal, by whoever asks the same later. */
export async function dropPreloads(): Promise<void> {
  const links = [...document.head.querySelectorAll<HTMLLinkElement>(LINKS)];
  await Promise.allSettled(
    links.map(link => {
      link.remove();
      return fetch(link.href);
    }),
  );
}
