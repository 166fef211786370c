import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { finishSso, getSession, logIn, logOut } from "../../api/calls";
import { ProblemError } from "../../api/problem";
import type { Session } from "../../api/types";
import { setAccountLanguage } from "../../app/preferences";
import { dropPreloads } from "../../lib/preloads";
import { forgetLive } from "../live/store";

const KEY = ["session"];

async function sessionOrNull(): Promise<Session | null> {
  try {
    return await getSession();
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}

export const sessionQuery = queryOptions({ queryKey: KEY, queryFn: sessionOrNull, staleTime: 5 * 60_000 });

/** Who is logged in; null for nobody. The account's language applies unless another was chosen here. */
export function useSession() {
  const query = useQuery(sessionQuery);
  const locale = query.data?.user.locale;
  useEffect(() => {
    if (locale) setAccountLanguage(locale === "en" ? "en" : "zh-CN");
  }, [locale]);
  return query;
}

export function useLogIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (given: { login: string; password: string; code?: string }) => {
      const session = await logIn(given.login, given.password, given.code);
      await dropPreloads();
      return session;
    },
    onSuccess: session => {
      client.clear();
      client.setQueryData(KEY, session);
    },
  });
}

/** The provider sent the browser back: its answer becomes a session. */
export function useFinishSso() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: { code: string; state: string; issuer: string }) =>
      finishSso(given.code, given.state, given.issuer),
    onSuccess: session => {
      client.clear();
      client.setQueryData(KEY, session);
    },
  });
}

export function useLogOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: logOut,
    onSettled: () => {
      forgetLive();
      client.clear();
      client.setQueryData(KEY, null);
    },
  });
}
