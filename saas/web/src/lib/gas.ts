/** CO2 as it is written. */
export const gasText = (gas: string): string => gas.replace("CO2", "CO\u2082");
