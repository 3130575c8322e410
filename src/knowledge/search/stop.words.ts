/** Words that say nothing of what a text is about; as `wordsOf` gives them. */
export const stopWords: ReadonlySet<string> = new Set(
  `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня еще нет о об обо из ему
  теперь когда даже ну ли если уже или ни быть был него до вас нибудь опять уж вам сказал ведь там потом себя ничего ей может они тут где
  есть надо ней для мы тебя их чем была сам чтоб без будто чего тоже себе под будет ж тогда кто этот того потому этого
  какой какая какое какие какого каким какому каких какую какими каком совсем ним здесь этом почти мой тем чтобы нее были куда зачем всех
  при об хоть после над тот через эти нас про всего них которая который которые которых которую которой которого которому которое которым
  которыми котором моя эту перед чуть том такой им более всегда конечно всю между это эта этой этих этим скольких сколько сколькими
  почему откуда каков какова каково каковы кому кем ком чему чья чей чье чьи чьего чьей нам ваш ваша ваше ваши наш наша наше наши
  меня мною тобой вами нами ними ею ими свой своя свое свои своего своей своих своим свою также лишь только ко
  i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself they them
  their theirs themselves what which who whom whose this that these those am is are was were be been being have has had having do does did
  doing done a an the and but if or because as until while of at by for with about against between into through during before after above
  below to from up down in out on off over under again further then once here there when where why how all any both each few more most
  other some such no nor not only own same so than too very s t can will just don should now would could may might shall must
  isnt arent wasnt werent doesnt didnt wont cant dont`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words that people ask with more than they write them: they say less than their rareness promises. */
export const askingWords: ReadonlySet<string> = new Set(
  `называют называется называются назывался называлась называлось назвали назван назвать название имя является являются являлся являлась
  какие либо происходит произошло много мало можно нужно делать именно считается находится находился находилась кроме пример
  скажите подскажите расскажите объясните
  many much name named call called type kind sort give gives gave given used use tell according happen happened
  besides example refer refers referred term known please explain describe mean means`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
