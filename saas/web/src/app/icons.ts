/** Paths of the pictures in the menu, on a field of 20 by 20. */
export const ICONS = {
  // A leaf in a ring, and a list of what is done.
  zero_carbon: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M7 13c0-4 2.5-6 6-6 0 4-2 6-6 6zm0 0 3-3",
  functions: "M3 5.5l1.5 1.5L7 4M3 11l1.5 1.5L7 9.5M3 16l1.5 1.5L7 14.5M10 5.5h7M10 11h7M10 16h7",
  home: "M3 9.5 10 3.5l7 6M5 8v8.5h10V8M8.5 16.5v-5h3v5",
  live: "M2 10h3l2.5-6 4 12L14 8l1.2 2H18",
  wall: "M2.5 4h15v9.5h-15zM7 17h6",
  // A bell.
  alerts: "M4.5 14h11l-1.5-2.5V8.5a4 4 0 0 0-8 0v3zM8.5 16.5a1.5 1.5 0 0 0 3 0",
  // Two streams that part and meet.
  flows: "M2.5 5h4c4 0 3 10 7 10h4M2.5 10h15M2.5 15h4c4 0 3-10 7-10h4",
  // A trunk with branches; a folded map.
  places: "M4 3h5v4H4zM6.5 7v9H11M6.5 11H11M11 9h5v4h-5zM11 14.5h5v3h-5z",
  site_plan: "M3 5l4.5-2 5 2L17 3v12l-4.5 2-5-2L3 17zM7.5 3v12M12.5 5v12",
  costs: "M5 17V4.5h10V17l-2.5-1.5L10 17l-2.5-1.5zM8 8l2 2.5L12 8m-2 2.5V14m-2-2.5h4",
  // A dial with its pointer.
  meters: "M3 14.5a7.5 7.5 0 1 1 14 0M10 12.5l3.2-4.2M6 14.5h8",
  health: "M2 10.5h4l2-5 3.5 9 2-4H18M3.5 6.5a4 4 0 0 1 6.5-2.6 4 4 0 0 1 6.5 2.6",
  // A box with lamps and an antenna.
  edges: "M3 11h14v5.5H3zM6 13.75h.5M9 13.75h.5M14 11V4.5M11.5 6.5a3.5 3.5 0 0 1 5 0",
  activity: "M5 2.5h10v15l-2.5-1.5L10 17.5 7.5 16 5 17.5zM7.5 7h5M7.5 10.5h5",
  // Sums and parts of meters; a padlock.
  computed: "M4 4.5h9.5L9 10l4.5 5.5H4M16 4.5v3M14.5 6h3M14.5 15.5h3",
  sources: "M4 16.5h12M6 16.5V8l4 2.5V8l4 2.5v6M8 5.5c0-1.5 1.5-1 1.5-2.5",
  // A list with its sum.
  inventory: "M4 3.5h12v13H4zM7 7h6M7 10h6M7 13.5h2.5M12 13.5h1",
  locks: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2",
  // Two people; a list with a seal.
  people:
    "M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 17c0-3.5 2-5.5 5.5-5.5S13 13.5 13 17M13 3.5a3 3 0 0 1 0 5.5M15 12c2 .7 3 2.5 3 5",
  // Two hands that meet: a page with two signatures.
  agreement: "M4 2.5h12v15H4zM7 6h6M7 9h6M6.5 14c1-1.5 2-1.5 2.5 0M11 14c1-1.5 2-1.5 2.5 0",
  audit:
    "M4 2.5h9l3 3V10M4 2.5V17.5h5M7 7h5M7 10.5h3M14.5 12a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M13 16.5v2.5l1.5-1 1.5 1v-2.5",
  // A book of values.
  reports: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11 2.5v4h4M8 10.5h4.5M8 13.5h4.5",
  figures: "M3.5 16.5h13M5 14c2 0 2.5-9 5-9s3 9 5 9M10 5v11",
  plan: "M5 3.5h10v13H5zM7.5 7l1.2 1.2L11 6M7.5 11.5l1.2 1.2L11 10.5M12.5 7.5h.5M12.5 12h.5",
  factors: "M4.5 3.5h9a2 2 0 0 1 2 2v11h-9a2 2 0 0 1-2-2zM4.5 14.5a2 2 0 0 1 2-2h9M8 7h4.5",
  // Steps that lead from one total to another.
  drivers: "M3 16.5v-9h3v9M8.5 7.5h3v-4h-3zM14 3.5h3v13h-3z",
  // A path that bends down; coins of different height.
  pathways: "M3 4v12.5h14M4.5 9c3-4 5-3 6.5 0s3 4 5.5 5",
  // A glass that runs empty to a mark.
  budgets: "M3 3.5v13h14M6 6l3 3.5L12 11l4.5 3.5M5.5 14.5h.5M8.5 14.5H9M11.5 14.5h.5",
  // Bars that end before, at and behind a line.
  benchmark: "M3 5h7M3 10h10M3 15h13M12 3v14",
  measures_plan: "M3 16.5h14M4.5 16V11h3v5M8.5 16V7.5h3V16M12.5 16V4h3v12",
  // A box with its pulse.
  system: "M2.5 3.5h15v10h-15zM5 9h2.5l1.5-3 2 5 1.5-2H15M7 17h6M10 13.5V17",
  // Three halls beside each other.
  parks: "M2.5 17V9l5-3v11M7.5 17V4.5l5 2V17M12.5 17V9h5v8M2 17h16",
  intake: "M10 2.5v8m0 0 3-3m-3 3-3-3M3 12v4.5h14V12",
};
