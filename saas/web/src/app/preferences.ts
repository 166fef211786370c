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

// src/first-paint.js has set both before the first paint.
export const currentTheme = (): Theme => (root.dataset.theme === "dark" ? "dark" : "light");
export const currentLanguage = (): Language => (root.lang === "zh-CN" ? "zh-CN" : "en");

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function setTheme(theme: Theme): void {
  root.dataset.theme = theme;
  store("pc.theme", theme);
  changed();
}

// Also where a choice could not be stored.
let isChosen = stored("pc.language") !== null;

export function setLanguage(language: Language): void {
  isChosen = true;
  store("pc.language", language);
  speak(language);
}

/**
 * The language of the account, unless another was chosen here. It is kept beside the choice: the next visit begins
 * in it, where the browser's own would be loaded and shown first.
 */
export function setAccountLanguage(language: Language): void {
  if (stored("pc.account.language") !== language) store("pc.account.language", language);
  if (!isChosen && language !== currentLanguage()) speak(language);
}

function speak(language: Language): void {
  root.lang = language;
  changed();
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);
