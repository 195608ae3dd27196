"""Names: gazetteers and rules find candidates, a trained recogniser adds its own, a trained choice decides.

``gazetteer`` holds what is known beforehand, ``lexicon`` and ``dictionary`` what is known of ordinary words; ``scan``
is a text with its words and what the gazetteer finds in it; ``known`` says what those hits mean in this article;
``places``, ``persons``, ``organizations``, ``buildings`` and ``works`` each hold the rules of one sort of name,
``walk`` how far a name goes to the left of the word that ends it; ``recognizer`` is the trained model; ``choice``
decides between all that is proposed, ``policy`` where there is no recogniser; ``article`` finds names again and gives
them one canonical form; ``read`` is the order in which all this happens.
"""

from newsparse.entities.gazetteer import Gazetteer
from newsparse.entities.read import read_entities
from newsparse.entities.values import EntityValue

__all__ = ["EntityValue", "Gazetteer", "read_entities"]
