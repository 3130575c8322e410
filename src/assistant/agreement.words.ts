/** Whole messages that agree to what was proposed just before, in small letters, «ё» as «е», without signs. */
export const agreeing: readonly RegExp[] = [
  /^(?:(?:да|ага|ок|окей|хорошо|отлично|все верно|все правильно|верно|правильно|согласен|согласна) )*(?:да|подтверждаю|подтвердить|подтверждаем|подтверди|подтвердите|все верно|все правильно|верно|согласен|согласна)(?: (?:подтверждаю|пожалуйста|спасибо|бронь|бронирование|заказ))?$/,
  /^(?:(?:yes|yep|yeah|ok|okay|sure|great|all correct|thats right|correct) )*(?:yes|confirm|confirmed|i confirm|confirm it|all correct|thats right|correct|i agree|agreed)(?: (?:please|thanks|thank you|it|the booking))?$/,
];
