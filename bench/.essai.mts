const m = await import('/work/main/bench/'+process.argv[2]+'.ts'); console.log(await m.measure()); process.exit(0)
