"""What stands on the shelves of the supermarket, a line each:

    number name; price; stock; tags; minimum age

The number is the shop's own and never changes: its barcode is made of it.
"""

from __future__ import annotations

SHELVES: dict[str, str] = {
    "Fruit and vegetables": """
1 Bananas 1 kg; 1.99; 80; organic
2 Apples 1 kg; 2.79; 60
3 Lemons 500 g; 1.89; 45
4 Tomatoes 500 g; 2.49; 50
5 Potatoes 2 kg; 3.29; 40
6 Carrots 1 kg; 1.49; 55; organic
101 Pears 1 kg; 3.29; 42
102 Oranges 2 kg; 3.99; 38
103 Mandarins 1 kg; 2.99; 44
104 Grapes 500 g; 2.79; 30
105 Strawberries 500 g; 3.49; 26
106 Blueberries 250 g; 2.99; 24
107 Kiwis, 6 pieces; 2.49; 36
108 Mango; 1.99; 28
109 Pineapple; 2.79; 18
110 Avocado; 1.29; 50; organic
111 Cucumber; 0.99; 64
112 Peppers, 3 pieces; 2.69; 40
113 Courgettes 500 g; 1.99; 35
114 Aubergine; 1.49; 25
115 Onions 1 kg; 1.29; 70
116 Garlic, 3 bulbs; 1.59; 48
117 Mushrooms 400 g; 2.29; 33
118 Spinach 250 g; 1.99; 27; organic
119 Lettuce; 1.19; 32
120 Rocket 125 g; 1.49; 29
121 Broccoli 500 g; 1.79; 34
122 Cauliflower; 2.49; 22
123 Leek 500 g; 1.69; 26
124 Ginger 200 g; 1.39; 31
""",
    "Bread and breakfast": """
11 Rye bread 750 g; 3.49; 24
12 Toast 500 g; 1.69; 36
13 Oats 500 g; 1.19; 70; vegan
14 Muesli 750 g; 4.29; 28
15 Honey 500 g; 5.99; 18
151 Sourdough bread 1 kg; 4.79; 20
152 Baguette; 1.49; 40
153 Six rolls; 1.99; 45
154 Croissants, 4 pieces; 2.79; 22
155 Crispbread 250 g; 1.99; 38; vegan
156 Cornflakes 500 g; 2.29; 36
157 Strawberry jam 340 g; 2.49; 33; vegan
158 Peanut butter 350 g; 2.99; 27; vegan
159 Hazelnut spread 400 g; 3.79; 41
160 Maple syrup 250 ml; 5.49; 14; vegan
161 Wraps, 6 pieces; 1.79; 30; vegan
162 Pretzel sticks 250 g; 1.19; 52; vegan
""",
    "Milk and eggs": """
21 Milk 1 l; 1.29; 120
22 Oat drink 1 l; 1.99; 90; vegan
23 Butter 250 g; 2.49; 48
24 Yoghurt 500 g; 1.79; 40
25 Gouda in slices 200 g; 2.69; 3
26 Ten eggs; 3.19; 30; organic
201 Low-fat milk 1 l; 1.19; 90
202 Soy drink 1 l; 1.79; 60; vegan
203 Whipping cream 200 g; 0.99; 55
204 Sour cream 200 g; 0.79; 47
205 Curd 500 g; 1.59; 39
206 Skyr 450 g; 2.19; 34
207 Fruit yoghurt, 4 cups; 1.89; 43
208 Mozzarella 125 g; 1.09; 66
209 Feta 200 g; 2.79; 31
210 Parmesan 150 g; 3.99; 19
211 Camembert 250 g; 2.29; 28
212 Cream cheese 200 g; 1.49; 45
213 Margarine 500 g; 1.69; 37; vegan
214 Emmental, grated 200 g; 2.39; 40
215 Goat's cheese 150 g; 2.99; 17; organic
216 Six eggs; 2.29; 44; organic
""",
    "Larder": """
31 Spaghetti 500 g; 1.39; 100; vegan
32 Rice 1 kg; 2.99; 64; vegan
33 Chopped tomatoes 400 g; 0.99; 140; vegan
34 Olive oil 500 ml; 8.49; 22; vegan
35 Chickpeas 400 g; 1.09; 75; vegan
36 Dark chocolate 100 g; 1.89; 0; vegan
251 Penne 500 g; 1.39; 90; vegan
252 Lasagne sheets 500 g; 1.99; 35; vegan
253 Couscous 500 g; 1.79; 44; vegan
254 Red lentils 500 g; 2.19; 48; vegan, organic
255 Kidney beans 400 g; 0.99; 80; vegan
256 Sweetcorn 285 g; 1.19; 62; vegan
257 Passata 700 g; 1.29; 75; vegan
258 Tomato paste 200 g; 0.99; 58; vegan
259 Pesto 190 g; 2.49; 37
260 Rapeseed oil 1 l; 2.79; 40; vegan
261 Vinegar 750 ml; 1.49; 34; vegan
262 Wheat flour 1 kg; 0.89; 110; vegan
263 Sugar 1 kg; 1.29; 95; vegan
264 Salt 500 g; 0.49; 88; vegan
265 Black pepper 50 g; 2.29; 30; vegan
266 Sweet paprika 50 g; 1.59; 33; vegan
267 Stock cubes, 12 pieces; 1.29; 47; vegan
268 Mustard 200 ml; 0.99; 42; vegan
269 Ketchup 500 ml; 2.29; 51; vegan
270 Mayonnaise 250 ml; 1.69; 39
271 Soy sauce 150 ml; 2.49; 28; vegan
272 Coconut milk 400 ml; 1.79; 46; vegan
273 Tuna in oil 185 g; 1.99; 57
274 Gherkins 670 g; 1.89; 36; vegan
275 Olives 150 g; 1.99; 32; vegan
276 Baking powder, 6 bags; 0.69; 49; vegan
""",
    "Sweets and snacks": """
301 Milk chocolate 100 g; 1.49; 85
302 White chocolate 100 g; 1.49; 50
303 Nut chocolate 100 g; 1.89; 44
304 Fruit gums 200 g; 1.09; 96
305 Liquorice 175 g; 1.29; 38
306 Butter biscuits 200 g; 1.39; 54
307 Oat biscuits 250 g; 1.99; 41; vegan
308 Wafers 250 g; 1.79; 35
309 Salted crisps 175 g; 1.89; 72; vegan
310 Paprika crisps 175 g; 1.89; 66; vegan
311 Tortilla chips 200 g; 1.79; 43; vegan
312 Popcorn 100 g; 1.49; 29; vegan
313 Salted peanuts 200 g; 1.59; 61; vegan
314 Cashews 150 g; 2.99; 33; vegan
315 Almonds 200 g; 3.29; 37; vegan, organic
316 Trail mix 200 g; 2.49; 30; vegan
317 Muesli bars, 6 pieces; 2.29; 40
318 Chewing gum; 0.99; 90; vegan
""",
    "Frozen": """
351 Peas 750 g; 1.99; 45; vegan
352 Mixed vegetables 750 g; 2.29; 38; vegan
353 Spinach, frozen 450 g; 1.69; 34; vegan
354 Raspberries, frozen 300 g; 2.99; 27; vegan
355 Chips 1 kg; 2.19; 41; vegan
356 Pizza Margherita; 2.79; 48
357 Pizza Funghi; 2.99; 36
358 Fish fingers, 15 pieces; 3.49; 33
359 Salmon fillet 250 g; 5.99; 16
360 Vanilla ice cream 1 l; 3.79; 25
361 Chocolate ice cream 1 l; 3.79; 23
362 Lemon sorbet 500 ml; 3.29; 18; vegan
""",
    "Meat, fish and tofu": """
401 Chicken breast 500 g; 5.99; 24
402 Minced beef 500 g; 4.99; 28
403 Sausages, 6 pieces; 3.49; 30
404 Cooked ham 150 g; 2.29; 26
405 Salami 100 g; 1.99; 31
406 Smoked salmon 100 g; 3.99; 20
407 Herring fillets 200 g; 2.19; 19
408 Tofu 400 g; 2.49; 34; vegan, organic
409 Smoked tofu 200 g; 2.29; 29; vegan, organic
410 Tempeh 200 g; 2.99; 15; vegan
411 Hummus 200 g; 1.99; 40; vegan
412 Veggie burgers, 2 pieces; 2.99; 22; vegan
""",
    "Drinks": """
41 Mineral water 1.5 l; 0.89; 150
42 Apple juice 1 l; 2.19; 44
43 Coffee beans 500 g; 8.99; 20
44 Black tea, 25 bags; 2.29; 33
451 Still water 1.5 l; 0.79; 130
452 Orange juice 1 l; 2.49; 48
453 Multivitamin juice 1 l; 1.99; 40
454 Cola 1 l; 1.29; 76
455 Lemonade 1 l; 1.19; 63
456 Tonic water 1 l; 1.69; 31
457 Elderflower syrup 500 ml; 3.29; 17
458 Ground coffee 500 g; 6.49; 35
459 Espresso beans 1 kg; 14.99; 12
460 Green tea, 20 bags; 2.19; 29
461 Herbal tea, 20 bags; 1.89; 37; organic
462 Cocoa 250 g; 2.79; 26
""",
    "Beer and wine": """
501 Lager 0.5 l; 0.99; 120; ; 16
502 Wheat beer 0.5 l; 1.09; 84; ; 16
503 Alcohol-free beer 0.5 l; 0.99; 60
504 Cider 0.33 l; 1.79; 36; ; 16
505 Riesling 0.75 l; 6.99; 24; ; 16
506 Red wine 0.75 l; 5.49; 30; ; 16
507 Sparkling wine 0.75 l; 4.99; 28; ; 16
508 Gin 0.7 l; 15.99; 9; ; 18
509 Whisky 0.7 l; 24.99; 6; ; 18
510 Alcohol-free sparkling wine 0.75 l; 4.49; 14
""",
    "Household": """
51 Washing-up liquid 500 ml; 1.59; 38
52 Kitchen paper, 4 rolls; 3.79; 26
53 Bin bags 35 l, 20 pieces; 1.99; 42
551 Dishwasher tablets, 40 pieces; 6.49; 22
552 Laundry liquid 1.5 l; 5.99; 25
553 Fabric softener 1 l; 1.99; 20
554 All-purpose cleaner 1 l; 2.29; 30
555 Glass cleaner 500 ml; 1.79; 26
556 Sponges, 3 pieces; 1.29; 44
557 Cloths, 5 pieces; 1.99; 35
558 Toilet paper, 8 rolls; 4.29; 48
559 Tissues, 15 packets; 1.99; 56
560 Aluminium foil 20 m; 1.79; 32
561 Baking paper 15 m; 1.49; 37
562 Freezer bags 3 l, 30 pieces; 1.39; 33
563 Candles, 4 pieces; 2.49; 18
564 Matches, 10 boxes; 0.99; 40
565 Batteries AA, 4 pieces; 3.99; 29
566 Light bulb E27; 3.49; 21
""",
    "Body and baby": """
601 Soap 100 g; 0.99; 50
602 Shower gel 250 ml; 1.59; 46
603 Shampoo 300 ml; 1.99; 42
604 Toothpaste 75 ml; 1.49; 58
605 Toothbrush; 1.99; 39
606 Deodorant 50 ml; 2.29; 34
607 Hand cream 75 ml; 1.79; 27
608 Sun cream 200 ml; 6.99; 15
609 Plasters, 20 pieces; 1.69; 31
610 Nappies, 40 pieces; 8.99; 18
611 Wet wipes, 80 pieces; 1.49; 36
612 Baby porridge 250 g; 2.49; 22; organic
""",
}
