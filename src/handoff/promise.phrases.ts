import type { Parts } from './phrase-patterns.rules';

/** The phrases by which a bot promises a person or admits that it does not know, as phrase-patterns.rules.ts reads them. */
export interface PromiseWords {
  readonly parts: Parts;
  /** Taken out before anything is asked: what is denied, and other people's operators. */
  readonly aside: readonly string[];
  /** The bot itself calls a person or passes something on to one. */
  readonly doing: readonly string[];
  /** A person will come, or something has been passed on to one. */
  readonly coming: readonly string[];
  /** Before a promise: it is an offer, an instruction. */
  readonly offer: readonly string[];
  /** Behind a promise: it depends on the user. */
  readonly condition: readonly string[];
  /** Around the coming of a person: it is a fact about how things go. */
  readonly fact: readonly string[];
  readonly admits: readonly string[];
  /** What sounds as if the bot did not know and is something else. */
  readonly unadmitted: readonly string[];
  /** Courtesies, advice to ask elsewhere, offers: no answer. */
  readonly filler: readonly string[];
  /** Words that part what is not known from what is. */
  readonly contrast: readonly string[];
}

/** English; apostrophes are left out: "I'm" is im. */
export const englishPromise: PromiseWords = {
  parts: {
    human:
      'operator operators agent agents human humans person colleague colleagues specialist specialists representative representatives rep teammate teammates manager managers supervisor supervisors advisor adviser expert experts someone somebody consultant consultants coworker staff administrator lawyer lawyers attorney accountant',
    department: 'support team teams department desk service care helpdesk staff management',
    matter:
      'question request issue message case ticket query inquiry enquiry complaint feedback conversation chat concern details problem matter report this it you your',
    ing: 'transferring connecting handing passing forwarding escalating routing redirecting putting getting bringing calling looping notifying contacting asking sending referring switching paging fetching finding sharing assigning summoning requesting alerting informing moving inviting pulling',
    base: 'transfer connect hand pass forward escalate route redirect put get bring call loop notify contact ask send refer switch page fetch find share assign have alert flag summon inform check consult confirm verify invite pull move',
    past: 'transferred connected handed passed forwarded escalated routed redirected put brought shared assigned called looped notified contacted asked sent referred requested alerted informed flagged summoned invited pulled turned switched moved',
    will: 'ill well i we',
    answers: 'contact call email message write answer reply respond',
    others:
      'travel tour mobile network phone warehouse hotel estate account tower crane data fiscal delivery insurance booking property ticket customs shipping letting boiler machine',
  },
  aside: [
    '(cannot|cant|can not|wont|will not|dont|do not|not|never|unable to|able to|couldnt) (currently|yet|be|actually)? (<base>|<ing>|<past>)',
    '(<others>) (operator|operators|agent|agents|manager|managers|representative|representatives|rep|specialist|staff)',
    '(become|hire|hiring|looking for|vacancy) .. <human>',
    '(operator|agent|human|manager) (vacancy|job|position|licence|license|manual|error|role|panel)',
  ],
  doing: [
    '(im|i am|were|we are|^|now|moment|ok|okay|sure|course|hold on|please|while|am|are|and|so|but) (now|just|currently|already|going to|also)? (now)? <ing> ... (<human>|<department>)',
    '(ill|i will|well|we will|let me|lemme|i need to|i have to|i must|im going to|i am going to|were going to|we are going to|ill go ahead and|im about to|lets) (now|just|quickly|also|gladly|immediately|then|go ahead and|try to)? <base> ... <human>',
    '(ill|i will|well|we will|let me|lemme|im going to|i am going to|were going to) (now|just|quickly|also|go ahead and)? (transfer|connect|hand|pass|forward|escalate|route|redirect|refer|switch|send|put|move|check|consult|confirm) ... <department>',
    '(ill|i will|well|we will|let me) (just)? let ... (<human>|<department>) know',
    '(while|until) i <base> ... (<human>|<department>)',
    '(ive|i have|weve|we have|i|we|have|just|already) (already|just|now|also)? <past> ... (<human>|<department>)',
    '(ive|i have|weve|we have) (already|just|now)? let ... (<human>|<department>) know',
    '(ive|i have|weve|we have|i) (already|just|now)? (created|opened|submitted|raised|logged) ... (<human>|<department>)',
    '(ive|i have|im|i am|weve) (already|now|just)? (added|adding|put|putting|placed|placing) you (in|to|into|on) the queue',
    '(ill|i will|let me) (now|just)? (transfer|connect|redirect) (you)? (now|right away|over|immediately)? $',
    '(im|i am|^|ok|okay|sure|course|moment|hold on|please) (now|just)? (transferring|connecting|redirecting) (you)? (now|right away|over|immediately)? $',
    '(ive|i have|weve|we have) (already|just|now)? (passed|handed|sent|forwarded|escalated) (your|the|this|it) (..)? (on|along|over|up|further) $',
    '(ill|i will|im|let me) (put|putting|hand|handing) you (through|over)',
  ],
  coming: [
    '<human> (from (our|the) (..)? (team|department|support))? .. (will|is going to|ll|should) (soon|then|shortly|also|now)? (be with you|be in touch|get back|get in touch|reach out|<answers> (to)? (you|here|soon|shortly|within|in|right)|reply|answer|respond|join|take over|take it|follow up|continue|pick this up|pick it up|look into|review|be joining|be right|be here|give you a (call|ring)|message you)',
    '(our|the|my) (..)? <department> .. (will|is going to|ll) (soon|then|shortly|also)? (be with you|be in touch|get back|get in touch|reach out|<answers> you|reply|respond|follow up)',
    '(we|we will|well) (will|be sure to)? (soon|shortly|also)? (contact you|get back to you|be in touch|call you back|reach out|reply to you|get in touch) ',
    '(the|your|a) (request|ticket|case) (for|to) (..)? <human> .. (sent|submitted|created|made|placed|forwarded)',
    '(ticket|case|request|issue) ... (assigned|passed|routed|forwarded) .. <human>',
    'they will (get back|be in touch|reach out|contact you|reply|answer|be with you)',
    '<human> (is|are|was|were) (now|already|just)? (joining|handling|dealing with|working on|on the way|on their way|on his way|on her way|taking over|looking into|already looking|on it|coming|reviewing)',
    '<human> (has|have) (been|already been|now been) (notified|informed|alerted|called|added|requested|asked|assigned)',
    '<human> .. (take|takes|taking) (it|over) (from here|from now)',
    'wait for ... <human>',
    '(stay|hold|wait|bear) .. <human> (joins|connects|answers|comes|arrives)',
    'taken (up|over|on) by .. <human>',
    '^ over to .. <human>',
    '(you will|youll|youre|you are) (now|soon)? (be|going to be)? (now)? (talking|speaking|chatting) (to|with) .. <human>',
    '(you|youll|youre) (are|will|will be|have been|be)? (now|shortly|soon|currently|just)? (being|be|now being|been)? (now)? (transferred|connected|redirected|forwarded|put through|handed over|switched) ... (<human>|<department>|shortly|soon|now)',
    'your (question|request|issue|message|case|ticket|query|inquiry|enquiry|complaint|feedback|conversation|chat|concern|problem) (has been|was|is being|is|will be|have been) (now|just|already)? (<past>) ... (<human>|<department>)',
    '(youre|you are) (now|already)? in the queue',
  ],
  offer: [
    '(if|would|want|shall|should|may|whenever|when|once|after|before|unless|whether|until you|in case|happy to|glad to|could|can i|let me know)',
    '^ (please|just|or|then|simply)? (just)? (send|press|type|reply|click|tap|say|use|write|choose|select|hit|enter|ask|contact|call|to (talk|speak|reach|get|call|contact|chat|connect|ask|request|switch|return))',
  ],
  condition: ['(if|unless|whenever|once|in case|should you|when you)'],
  fact: [
    '(at night|overnight|if|when|once|after|before|whenever|usually|normally|always|typically|yesterday|last time|earlier|on arrival|upon|during|as soon as you)',
    '^ (please|just|simply)? (book|leave|fill|submit|send|call|request|place|register|order|press|type|write|click|choose|visit|open|email|message|provide|share|send)',
    '^ to (talk|speak|reach|get|call|contact|chat|connect|ask|request|switch|return)',
  ],
  admits: [
    '(i|we|im|bot) (really|honestly|actually|just|still|currently|also|simply|unfortunately|am afraid i|afraid i|sorry i|sadly|truly)? (really|honestly|actually|just|still)? (dont|do not|didnt) (really|actually|currently|yet|fully|honestly)? know',
    '^ (sorry)? (dont|do not) know $',
    '(im|i am|we are) (really|honestly|still|just|also|sorry but i am|afraid i am)? (not|un|un*)? (not)? (sure|unsure|uncertain|not certain|certain|aware|familiar|not aware|not familiar) (about|of|with|i|if|whether|what|how|that|$)',
    '(im|i am) (..)? (not sure|unsure|not aware|not familiar|not certain) ',
    '(i|we) (..)? (dont|do not|didnt) (currently|yet|actually|really|unfortunately)? (have|see|possess|hold) (..)? (information|info|details|data|access|knowledge|record|records|answer|anything|clarity|visibility)',
    '(i|we|but|and) (currently|unfortunately|still|also|really|simply)? (have|ve|lack|got) (no|zero|the|any|enough)? (idea|information|info|data|details|knowledge|access|record|records|answer|clue|way of knowing|way to (check|see|know))',
    '(i|im|ive|i am|i was|we|we are|we were|^|sorry|unfortunately|but) (unfortunately|still|just|currently|also|am|was|simply|really|afraid i|sorry i)? (afraid)? (i)? (cant|cannot|can not|couldnt|could not|unable to|not able to|wasnt able to|was not able to|was unable to|am not able to|am unable to|didnt|did not|havent|wont be able to|were unable to) (seem to|actually|really|currently|be able to|to)? (find|found|locate|answer|say|tell you|tell|help with|check|see|look up|verify|access|confirm|determine|retrieve|look that|provide|give you) ',
    '(i)? (but)? found (nothing|no)',
    '(unavailable|not available|unknown|not known|not accessible|inaccessible) to me',
    '(not|never|havent|isnt) (been)? (yet)? (trained|programmed|learned|learnt|taught) (to|how|on)',
    '(i|we) (did not|didnt|havent|have not) (manage|managed) to (find|locate|get)',
    '(i|we) (can)? see (no|nothing) ',
    '(insufficient|too little|limited) (information|info|data|context|details)',
    '(cant|cannot|wont be able to|not able to|unable to|am afraid i cant) (really)? help (you)? (with|$|there|on)',
    '(cant|cannot|unable to|not able to) give (you)? (an|a|the|any|exact|precise) ',
    '^ (hmm|um|well|sorry|honestly|i have|ive)? no idea',
    'have no such (data|information|info|details|record)',
    '(failed|unable) to (find|locate|answer)',
    'not in a position to (answer|say|help|tell)',
    '(missing|absent) from (my|the) .. (knowledge|documents|sources|passages|database|materials|base)',
    '^ (an|the)? (answer|information|info|data) (was|is)? not found $',
    '(dont|do not) seem to have',
    '(not clear|unclear) from .. (documents|passages|sources|materials|context|knowledge base)',
    '(there is|theres) no answer (to|for|in|$)',
    '(there is|theres|there isnt|there is not|there are|there was|there arent) (currently|unfortunately|also)? (no|nothing|not any|any|enough|not enough|not) (..)? (information|info|mention|data|answer|details|documentation|about (that|this|it)|in (my|the) (knowledge|documents|passages|sources|context|materials))',
    '(knowledge base|database|records|system|notes|passage|passages|documents|sources|context|materials|docs|articles|help pages|help page|faq|help|manual|documentation|information i have|data i have|texts) (i have|available|provided|given|at hand)? (to me)? (..)? (doesnt|does not|do not|dont|didnt|has no|have no|contains no|contain no|lacks|lack|says nothing|say nothing|mentions nothing)',
    '(isnt|is not|not|arent|are not|wasnt|nothing) (..)? (covered|mentioned|specified|included|described|listed|stated|available|given|in|to be found) .. (documents|passages|passage|knowledge base|knowledge|sources|materials|context|documentation|to me)',
    '(that|this|the|such) (information|info|answer|data|detail) (isnt|is not|wasnt) (..)? (available|there|included|known|something)',
    '^ (unfortunately|sorry)? no (information|info|data|results|result|answer|matches) (is|was|were|are|found|available|about|on)',
    '^ nothing (was|has been)? found',
    'nothing i know (answers|about|of|on)',
    '(beyond|outside) (of)? (the scope of)? (my|what i|my area|the scope)',
    'not something i (know|can|have)',
    'i wish i knew',
    '(i|we) know nothing',
    '(isnt|is not) (enough|sufficient) (information|info|data|context)',
    '(not|no) enough (information|info|data|context)',
    '(i|im) (am)? (just|only)? .. and (i)? dont know',
  ],
  unadmitted: [
    'know (the meaning|a better|tired|weekends|any better)',
    '(^|_) (if|when|unless) .. (not|dont|cant|couldnt|no|didnt|havent|isnt)',
    '(you|they|nobody|staff|couriers|bank|doctor|seller|customers|sender|clients) (..)? (dont|doesnt|do not|does not|cant|cannot|couldnt|didnt) (have to)? (know|find|answer|have|see|check|say)',
    'cant thank',
    'not sure (if|whether) you (saw|know|noticed|heard)',
  ],
  filler: [
    '(sorry|apologise|apologize|apologies|unfortunately|thanks|thank you|i understand|hello|hi|good question|great question|glad|happy to|afraid)',
    '(please|try|kindly) (..)? (contact|rephrase|rephrasing|clarify|ask|call|reach|check|visit|provide|try|send|share|specify|tell|consult|describe|write|give)',
    '(i)? (recommend|suggest|advise|would recommend|would suggest) ',
    '(you) (can|could|may|might|should|might want to|may want to|ll want to|can always) (ask|call|contact|reach|talk|try|want to|send|speak|check with|get in touch|rephrase)',
    '(i|we) (can|could|would|may|might) (..)? (help|call|connect|transfer|pass|ask|only|answer|assist|try)',
    '(i|im|i am) (only|just|a|an|merely)? (only|just|a)? (bot|assistant|virtual|ai)',
    '(if|when) you (..)? (have|need|want|like|provide|tell|share|clarify|give|let|could|can|would)',
    '(is there|anything) .. (else|help)',
    '(would|could|can|shall|should|do) (you|i) ..',
    '(let me know|feel free|contact|reach out to|for more|for further|for details|operator can|human can|call a human|an operator|ask an operator) ..',
    '(rather|prefer) not (to)? (guess|speculate|make)',
    '(dont|do not) want to (guess|mislead|make|speculate)',
    '(good|great|interesting|fair|tricky) question',
    '(only|just) (has|have|covers|cover|contains|contain|mention|mentions|know|knows)',
    '(how|what) (else)? can i (help|do)',
    '(transferring|connecting|handing|forwarding|passing|getting|calling|escalating) ..',
    'i (wish|hope) ..',
    '(i|ive) (have)? (already)? (searched|looked|checked|read|went) ',
  ],
  contrast: ['but', 'however', 'though', 'although', 'usually', 'typically', 'generally', 'yet'],
};
