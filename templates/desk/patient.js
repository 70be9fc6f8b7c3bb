// The first screen: one patient.

export function begin(_start) {}
