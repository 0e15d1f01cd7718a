-- programs/philosophers.py
const
  N: 5;
  ROUNDS: 2;

type
  Philosopher: 0..N - 1;

var
  held: array [Philosopher] of boolean;
  at: array [Philosopher] of 0..3; -- before taking the left fork, the right one; before giving the right one back, the left one
  left: array [Philosopher] of 0..ROUNDS; -- rounds

function right(p: Philosopher): Philosopher;
begin
  return (p + 1) % N;
end;

function mayStep(p: Philosopher): boolean;
begin
  if left[p] = 0 then return false; endif;
  switch at[p]
    case 0: return !held[p];
    case 1: return !held[right(p)];
    else return true;
  endswitch;
end;

startstate begin
  for p: Philosopher do
    held[p] := false;
    at[p] := 0;
    left[p] := ROUNDS;
  endfor;
end;

ruleset p: Philosopher do
  rule "take left" left[p] > 0 & at[p] = 0 & !held[p] ==> begin
    held[p] := true;
    at[p] := 1;
  end;

  rule "take right" at[p] = 1 & !held[right(p)] ==> begin
    held[right(p)] := true;
    at[p] := 2;
  end;

  rule "give right back" at[p] = 2 ==> begin
    held[right(p)] := false;
    at[p] := 3;
  end;

  rule "give left back" at[p] = 3 ==> begin
    held[p] := false;
    at[p] := 0;
    left[p] := left[p] - 1;
  end;
endruleset;

rule "ending" forall p: Philosopher do !mayStep(p) endforall ==> begin
  put "ending ";
  if exists p: Philosopher do left[p] > 0 endexists then put "d"; endif;
  put "0\n";
end;
