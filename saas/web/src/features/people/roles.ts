import type { Member, WantedRole } from "../../api/people";

/** What is offered: the enterprise's role comes in two, by whether one approves what others entered. */
export const CHOICES = ["operator", "verifier", "approver", "editor"] as const;
export type Choice = (typeof CHOICES)[number];

export function choiceOf(member: Pick<Member, "role" | "approves">): Choice {
  if (member.role !== "enterprise") return member.role;
  return member.approves ? "approver" : "editor";
}

export function wantedOf(choice: Choice, enterprise: string): WantedRole {
  if (choice === "operator" || choice === "verifier") return { role: choice, approves: false };
  return { role: "enterprise", enterprise, approves: choice === "approver" };
}
