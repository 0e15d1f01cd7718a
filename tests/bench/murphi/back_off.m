-- programs/back_off.py
const
  N: 3;
  ROUNDS: 2;

type
  Mover: 0..N - 1;
  Moved: 0..N * ROUNDS;
  -- Before taking the first lock, trying the second one, giving the first one back; reading, writing; giving back the
  -- second one, the first one; taking the first one again.
  Place: 0..7;

var
  held: array [Mover] of boolean;
  at: array [Mover] of Place;
  copy: array [Mover] of Moved;
  left: array [Mover] of 0..ROUNDS; -- rounds
  moved: Moved;

function second(m: Mover): Mover;
begin
  return (m + 1) % N;
end;

startstate begin
  moved := 0;
  for m: Mover do
    held[m] := false;
    at[m] := 0;
    copy[m] := 0;
    left[m] := ROUNDS;
  endfor;
end;

ruleset m: Mover do
  rule "take first" left[m] > 0 & (at[m] = 0 | at[m] = 7) & !held[m] ==> begin
    held[m] := true;
    at[m] := 1;
  end;

  rule "try second" at[m] = 1 ==> begin
    if held[second(m)] then
      at[m] := 2;
    else
      held[second(m)] := true;
      at[m] := 3;
    endif;
  end;

  rule "back off" at[m] = 2 ==> begin
    held[m] := false;
    at[m] := 7;
  end;

  rule "read" at[m] = 3 ==> begin
    copy[m] := moved + 1;
    at[m] := 4;
  end;

  rule "write" at[m] = 4 ==> begin
    moved := copy[m];
    copy[m] := 0;
    at[m] := 5;
  end;

  rule "give second back" at[m] = 5 ==> begin
    held[second(m)] := false;
    at[m] := 6;
  end;

  rule "give first back" at[m] = 6 ==> begin
    held[m] := false;
    at[m] := 0;
    left[m] := left[m] - 1;
  end;
endruleset;

-- It ends where all are done: who holds a lock has a step, and where no lock is held all have one.
rule "ending" forall m: Mover do left[m] = 0 endforall ==> begin
  put "ending ";
  put moved;
  put "\n";
end;
