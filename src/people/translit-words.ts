/**
 * Frequent words of Russian written in Latin letters, in the spellings people use in chats.
 * Words that are English as well («most», «kind», «na») are left out.
 */
export const translitWords: ReadonlySet<string> = new Set(
  `privet zdravstvujte zdravstvuyte zdrastvuite zdravstvuite zdraste dobryj dobriy dobry den utro vecher spasibo pozhaluista
  pozhaluysta pozhalujsta pojaluista pojaluysta plz skazhite skajite podskazhite podskajite mozhno mojno mozhete mojete
  mogu ne net est' eto etot kak gde kogda pochemu pochem skolko skoka skol'ko stoit kto chto shto chtoby chego kakoj kakoy kakaya kakie
  zachem otkuda kuda u menya mne menja tebya tebe vas vam vami nas nam moj moy moya moe moi vash vasha vashi ya ty vy oni
  hochu khochu xochu hotel khotel hotela nado nuzhno nujno nuzhen nujen nuzhna nujna budet byl byla bylo est uzhe uje eshche eshe esche
  zakaz zakaza zakazal zakazala dostavka dostavki dostavku dengi deneg den'gi vernite vernut vozvrat oplata oplatil kurier kuryer
  tovar tovara magazin rabotaet rabotaete rabotayut prishel prishlo prishla prislali kupil kupila telefon telefona posylka posilka
  chelovek cheloveka chelovekom cheloveku zhivoj zhivoy zhivogo zhivym jivoi jivoy jivogo zhivoi operatora operatorom operatoru
  menedzhera menedjera menedzher menedjer specialista spetsialista konsultanta sotrudnika pozovite pozovi pozvat pozvat' zovite soedinite soedini
  soyedinite soedinit pereklyuchite perekluchite pereklyuchi perekluchi podklyuchite podkluchite svyazhite svyajite svyazat'sya svyazatsya
  perevedite dajte daite dayte pogovorit pogovorit' govorit obshchatsya obschatsya botom robotom pomogite pomoch pomosh pomoshch
  srochno blin bystro bistro ochen tolko tol'ko tozhe toje ili esli potomu vopros voprosa otvet otvette otvet'te ponyatno horosho khorosho xorosho
  ladno davaj davay davai poka ничего nichego nikto nikogda segodnya zavtra vchera seichas sejchas seychas dnej dney rublej rubley
  raz dva tri chasov chasa garantiya garantii remont adres nomer karta karty oplatit' zabrat' otmenit' otmenit izmenit`
    .split(/\s+/)
    .filter((word) => /^[a-z']+$/.test(word)),
);
