/** Persona 4 is the identity administrator. */
const personas = [4]

/** A conversation to begin with, shown before anything was asked. */
function starter(Title: string, Prompt: string): object {
  return { Prompt, Title, Personas: personas, IsStarterAgent: true }
}

/** A way to go on; the recommendation says when. */
function goOn(Prompt: string, Recommendation: string): object {
  return { Prompt, IsStarterAgent: false, Recommendation }
}

/** A prompt for each conversation that is documented, without names of people or policies. */
export const suggestedPrompts: readonly object[] = [
  starter('What can you do?', 'What can you do for our Conditional Access?'),
  starter('Which first?', 'Which suggestion should I deal with first, and why?'),
  starter('Who is not protected?', 'Which users can sign in without MFA, and how?'),
  goOn('Tell me more about the first suggestion.', 'After a list of suggestions: the facts behind one of them.'),
  goOn('Who are the users, and through which groups are they left out?', 'After a gap: the people in it.'),
  goOn('Why do you propose this policy?', 'After a suggestion or a draft: the gap that it closes, with a sign-in that proves it.'),
  goOn('Summarise what you found for a manager.', 'At the end: what was answered so far, in a few sentences.'),
  goOn('Exclude a person from this draft.', 'After a draft: leave somebody out before it is submitted.'),
  goOn('Include a role in this draft.', 'After a draft: add the holders of a directory role before it is submitted.')
]
