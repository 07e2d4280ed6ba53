import { measure } from './bench/cartes.ts'
console.log(measure())
