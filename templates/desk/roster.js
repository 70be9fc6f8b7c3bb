// The second screen: a spreadsheet of patients. `open` shows it.

export function begin(_start, _open) {}
