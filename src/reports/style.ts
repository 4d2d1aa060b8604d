/** Light and dark, on screen and on paper; the colours of the picture can be told apart without telling red from green. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #55606b; --paper: #fff; --panel: #f5f6f8; --line: #cfd4da; --link: #0b57a4;
  --bad: #b3401a; --partly: #b98900; --good: #1f6fb2; --open: #7a5aa6; --calm: #7d8790; --outside: #b9c0c7; --del: #fbe3da; --ins: #dcebf9 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e9e9; --soft: #a9b3bd; --paper: #15171a; --panel: #1f2329; --line: #3d444c; --link: #8cc4ff;
  --bad: #ff9066; --partly: #f0c04a; --good: #6cb8f5; --open: #c4a5f0; --calm: #9aa5b0; --outside: #59626c; --del: #4a2417; --ins: #15344f } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
header, nav, main { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 1.5rem } h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--line) }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .4rem }
a { color: var(--link) } p { margin: .4rem 0 } p, li { max-width: 62rem }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0 }
main > ul, main > ol { padding-left: 1.25rem } ul ul, details > ul, li > ul { padding-left: 1.1rem } li { margin: .35rem 0 }
ul.names { columns: 17rem; column-gap: 1.5rem } ul.names li { break-inside: avoid; margin: .15rem 0 } code { font: .875em ui-monospace, monospace; background: var(--panel); padding: 0 .2em; border-radius: .2em }
details { margin: .3rem 0 } summary { cursor: pointer; color: var(--link); width: fit-content; max-width: 100% } summary code { color: inherit }
details > :not(summary) { margin-left: .9rem }
dl { margin: .5rem 0; border-left: 3px solid var(--line); padding-left: .75rem; columns: 24rem; column-gap: 2rem; max-width: 62rem }
dl > div { display: grid; grid-template-columns: minmax(5rem, 9rem) minmax(0, 1fr); gap: 0 1rem; break-inside: avoid } dt { color: var(--soft) } dd { margin: 0 }
pre.diff { background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .5rem 0; font: .8125rem/1.45 ui-monospace, monospace; overflow-x: auto; white-space: pre-wrap }
pre.diff > * { display: block; padding: 0 .75rem 0 2.2rem; text-indent: -1.45rem; text-decoration: none } pre.diff del { background: var(--del) } pre.diff ins { background: var(--ins) }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem } caption { text-align: left; color: var(--soft); padding: .25rem 0 }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; overflow-wrap: normal } thead th { color: var(--soft); font-weight: 600 }
tbody th { font-weight: 500; min-width: 11rem } .number { text-align: right; font-variant-numeric: tabular-nums }
figure { margin: 1rem 0 } svg.matrix { display: block; font: 13px system-ui, sans-serif; fill: var(--ink); print-color-adjust: exact; -webkit-print-color-adjust: exact }
@media (max-width: 40rem) { dl > div { grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0 .6rem } }
svg.wide { display: none } @media (min-width: 43rem) { svg.wide { display: block } svg.narrow { display: none } }
svg .head { fill: var(--soft); font-size: 12px } svg.narrow .head { font-size: 11px } svg .none { fill: var(--soft) } svg .track { fill: none; stroke: var(--line) } svg .rule { stroke: var(--line) }
rect.notCovered { fill: var(--bad) } rect.coveredExcept { fill: var(--partly) } rect.covered { fill: var(--good) }
rect.open { fill: var(--open) } rect.accepted { fill: var(--calm) } rect.outside { fill: var(--outside) }
.mark { font-weight: 700 } .mark.gap { fill: var(--bad); color: var(--bad) } .mark.met { fill: var(--good); color: var(--good) }
.mark.unknown { fill: var(--open); color: var(--open) } .mark.notApplicable { fill: var(--calm); color: var(--calm) }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; list-style: none; padding: 0; margin: .75rem 0; font-size: .875rem; color: var(--soft) } .legend li { margin: 0 }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --panel: #f5f6f8; --line: #bbb; --link: #000; --bad: #b3401a; --partly: #b98900; --good: #1f6fb2;
    --open: #7a5aa6; --calm: #7d8790; --outside: #b9c0c7; --del: #fbe3da; --ins: #dcebf9 }
  body { font-size: 10.5pt } header, nav, main { max-width: none; padding: 0 } nav { display: none } a { text-decoration: none }
  h2, h3, summary, caption { break-after: avoid } h2 { break-before: auto } tr, dl > div, figure, .legend li { break-inside: avoid } p, li { orphans: 3; widows: 3 }
  details::details-content { content-visibility: visible; display: block } summary { list-style: none } summary::-webkit-details-marker { display: none }
  .scroll { overflow: visible } pre.diff { print-color-adjust: exact; -webkit-print-color-adjust: exact; overflow: visible }
}
`
