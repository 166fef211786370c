import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { currentLanguage, type Language } from "../app/preferences";

// A browser loads the texts of the language in use only.
const TEXTS = { en: () => import("./en.json"), "zh-CN": () => import("./zh-CN.json") };

void i18next.use(initReactI18next).init({
  lng: currentLanguage(),
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
});

/** Have the texts of a language here, also of the one that is not in use. */
export async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation"))
    // Without a copy: nobody else has them, and they are large.
    i18next.addResourceBundle(language, "translation", (await TEXTS[language]()).default, false, false, {
      skipCopy: true,
      silent: true,
    });
}

/** Speak a language from now on, once its texts are here. */
export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
}
