import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";
export type Language = "zh-CN" | "en";

const listeners = new Set<() => void>();
const root = document.documentElement;

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// public/preferences.js has set both before the first paint.
export const currentTheme = (): Theme => (root.dataset.theme === "dark" ? "dark" : "light");
export const currentLanguage = (): Language => (root.lang === "zh-CN" ? "zh-CN" : "en");

/** Whether the person has chosen a language here, so that the account's does not override it. */
export function hasChosenLanguage(): boolean {
  try {
    return localStorage.getItem("pc.language") !== null;
  } catch {
    return true;
  }
}

export function setTheme(theme: Theme): void {
  root.dataset.theme = theme;
  store("pc.theme", theme);
  changed();
}

export function setLanguage(language: Language, options: { remember: boolean }): void {
  root.lang = language;
  if (options.remember) store("pc.language", language);
  changed();
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);
