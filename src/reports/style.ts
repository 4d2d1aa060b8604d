/** Light and dark, on screen and on paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #c8c8c8; --bad: #b3261e; --good: #1e7a34; --open: #8a6d00; --calm: #5b6b7b }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --line: #444; --bad: #ff8a80; --good: #7bd88f; --open: #e6c15c; --calm: #9db2c7 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 72rem; margin: auto; padding: 1.5rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top }
tbody th { font-weight: 600 }
.number { text-align: right; font-variant-numeric: tabular-nums }
td.gap { color: var(--bad); font-weight: 600 } td.met { color: var(--good) } td.unknown { color: var(--open) } td.notApplicable { color: var(--calm) }
rect.uncovered { fill: var(--bad) } rect.covered { fill: var(--good) } rect.open { fill: var(--open) } rect.accepted { fill: var(--calm) }
code { overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .3rem 0 1rem } dt { color: var(--calm) } dd { margin: 0; overflow-wrap: anywhere }
@media print { :root { color-scheme: light } main { max-width: none; padding: 0 } h2, h3, tr { break-after: avoid } }
`
