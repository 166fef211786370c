import { PARTS } from "virtual:texts";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { currentLanguage, type Language } from "../app/preferences";

void i18next.use(initReactI18next).init({
  lng: currentLanguage(),
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
});

// Of each language that is spoken, every part that some code here needs (texts.ts of the build).
const spoken = new Set<Language>();
const needed = new Set<string>(["first"]);
const loading = new Map<string, Promise<void>>();

async function add(language: Language, part: string): Promise<void> {
  const texts = await PARTS[language][part]?.();
  // Without a copy: nobody else has them, and they are large. Each section is in one part.
  i18next.addResourceBundle(language, "translation", texts?.default, false, false, {
    skipCopy: true,
    silent: true,
  });
}

function once(language: Language, part: string): Promise<void> {
  const id = `${language} ${part}`;
  const known = loading.get(id) ?? add(language, part);
  loading.set(id, known);
  // Asked for again where it could not be had.
  known.catch(() => loading.delete(id));
  return known;
}

/** Have the texts of a language here that the code here needs, also of the one that is not in use. */
export async function load(language: Language): Promise<void> {
  for (let count = 0; count !== needed.size; ) {
    count = needed.size;
    await Promise.all([...needed].map(part => once(language, part)));
  }
  spoken.add(language);
}

/** Code that comes later, once the texts that it needs are here: the build puts this around each `import()`. */
export async function withTexts<Module>(parts: readonly string[], module: Promise<Module>): Promise<Module> {
  for (const part of parts) needed.add(part);
  const texts = [...spoken].flatMap(language => parts.map(part => once(language, part)));
  const [found] = await Promise.all([module, ...texts]);
  return found;
}

/** Speak a language from now on, once its texts are here, if it is still wanted then. */
export async function speak(language: Language): Promise<void> {
  await load(language);
  if (language === currentLanguage()) await i18next.changeLanguage(language);
}
