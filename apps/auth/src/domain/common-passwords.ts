/**
 * Words that passwords are made of most often. A password counts as common when nothing but one of these is left after its
 * digits and signs are taken away (`P@ssword2024!` is `password`).
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `abc abcd abcde abcdef admin administrator adobe alexander america amanda andrea andrew angel anthony apple arsenal ashley
  asdf asdfgh asdfghjkl august austin autumn azerty baby babygirl bailey banana barcelona baseball basketball batman beautiful
  benjamin blessed blink bubbles buster butterfly changeme changemenow charlie cheese chelsea chocolate christian christmas
  computer cookie daniel december default demo dolphin donald dragon elizabeth family february ferrari flower flowers football
  forever freedom friday friends fuckyou gandalf george ginger google guest hannah happy harley heaven hello hellothere
  helloworld hockey hunter iloveme iloveyou iloveyousomuch infinity internet jackson january jasmine jennifer jessica jesus
  jordan joshua july june justin killer konnichiwa letmein letmeinnow liverpool login london lovely loveme lovely loveyou madison
  maggie march maria marina martin master matrix matthew mercedes merlin michael michelle monday monkey morgan mother mustang
  mypassword naruto newpassword nicholas nicole ninja november october oracle orange pass passw passwd password passwort
  passphrase patrick peanut pepper pepsi pokemon princess purple qazwsx qazwsxedc qwer qwert qwerty qwertyuiop qweasd qweasdzxc
  rainbow rangers robert root saturday samantha samsung sakura sample secret secretpassword september service shadow slipknot
  snoopy soccer spiderman spring starwars summer sunday sunshine superman superstar sweetheart system taylor temp temporary
  tennis test tester testing testpassword testtest thomas thursday thunder tigger topsecret trustme trustno tuesday user
  victoria videocall wednesday welcome whatever william winter wizard yamaha yankees zxcv zxcvbn zxcvbnm`.split(/\s+/),
);

/** Rows of keyboards and runs of signs; any stretch of these, either way, is a walk over the keys. */
export const KEY_RUNS: readonly string[] = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
];
