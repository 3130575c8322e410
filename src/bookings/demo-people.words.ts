/** Who comes to the halls of somebody who only tries the program out. */
export const demoPeople: readonly string[] = [
  'Анна Соколова',
  'Михаил Орлов',
  'Екатерина Новикова',
  'Дмитрий Лебедев',
  'Ольга Морозова',
  'Сергей Волков',
  'Мария Козлова',
  'Алексей Павлов',
  'Наталья Фёдорова',
  'Emma Wilson',
  'Oliver Brown',
  'Sofia Rossi',
  'Lucas Martin',
];
