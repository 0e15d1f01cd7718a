-- programs/updates.py
const
  N: 4;
  M: 2;

type
  Thread: 0..N - 1;
  Balance: 0..9999;

var
  balance: Balance;
  reading: array [Thread] of boolean; -- before the read
  copy: array [Thread] of Balance;
  left: array [Thread] of 0..M; -- updates

function amount(thread: Thread): Balance;
  var power: Balance;
begin
  power := 1;
  for t: Thread do
    if t < thread then power := power * 10; endif;
  endfor;
  return power;
end;

startstate begin
  balance := 0;
  for t: Thread do
    reading[t] := true;
    copy[t] := 0;
    left[t] := M;
  endfor;
end;

ruleset t: Thread do
  rule "read" left[t] > 0 & reading[t] ==> begin
    copy[t] := balance + amount(t);
    reading[t] := false;
  end;

  rule "write" !reading[t] ==> begin
    balance := copy[t];
    copy[t] := 0;
    reading[t] := true;
    left[t] := left[t] - 1;
  end;
endruleset;

rule "ending" forall t: Thread do left[t] = 0 endforall ==> begin
  put "ending ";
  put balance;
  put "\n";
end;
