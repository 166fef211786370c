import { useTranslation } from "react-i18next";
import { setLanguage, setTheme, useLanguage, useTheme } from "../app/preferences";

/** Language and theme. */
export function Preferences() {
  const { t } = useTranslation();
  const theme = useTheme();
  const language = useLanguage();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <div className="preferences">
      <button
        type="button"
        className="quiet"
        lang={language === "en" ? "zh-CN" : "en"}
        onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}
        aria-label={`${t("app.language_other")} \u2013 ${t("app.language_switch")}`}
        data-testid="language"
      >
        {t("app.language_other")}
      </button>
      <button
        type="button"
        className="quiet icon"
        onClick={() => setTheme(other)}
        aria-label={t(`app.theme_${other}`)}
        title={t(`app.theme_${other}`)}
        data-testid="theme"
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          {theme === "dark" ? (
            <path d="M10 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M4 16l1.4-1.4M14.6 5.4 16 4" />
          ) : (
            <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />
          )}
        </svg>
      </button>
    </div>
  );
}
