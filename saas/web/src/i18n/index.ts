import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { currentLanguage } from "../app/preferences";
import en from "./en.json";
import zh from "./zh-CN.json";

void i18next.use(initReactI18next).init({
  lng: currentLanguage(),
  fallbackLng: "en",
  resources: { en: { translation: en }, "zh-CN": { translation: zh } },
  interpolation: { escapeValue: false },
});

export default i18next;
