/** The style of the plain pages. */
export const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 36rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
nav { text-align: right; font-size: .875rem; }
h1 { line-height: 1.2; margin: 1rem 0; }
a { color: light-dark(#0b5cad, #8cc4ff); }
ul { list-style: none; padding: 0; }
li { padding: .75rem 0; border-top: 1px solid light-dark(#ddd, #444); }
small { color: light-dark(#555, #aaa); }
label { display: block; margin: 1rem 0 .25rem; }
input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid #888; border-radius: .4rem; }
button { padding: .5rem 1rem; font: inherit; border: 0; border-radius: .4rem; background: #0b5cad; color: #fff; cursor: pointer; }
button.quiet { background: none; color: inherit; border: 1px solid #888; }
p[role=alert], .fault { color: light-dark(#a3122a, #ff9aa8); }
.fault { margin: .25rem 0 0; font-size: .875rem; }
input[aria-invalid] { border-color: light-dark(#a3122a, #ff9aa8); }
.saved, .paid { color: light-dark(#17642f, #8fd6a3); }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .5rem 0; text-align: left; vertical-align: top; border-top: 1px solid light-dark(#ddd, #444); overflow-wrap: anywhere; }
th { width: 40%; font-weight: normal; color: light-dark(#555, #aaa); }
#shown-total { font-weight: bold; }
details { margin: 1rem 0; padding: .75rem 0; border-top: 1px solid light-dark(#ddd, #444); }
summary { cursor: pointer; }
`;
